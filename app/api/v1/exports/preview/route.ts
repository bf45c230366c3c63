import { ExportRequest, previewExport } from "../../../../../lib/exports/index.ts";
import { logRoute, readJson } from "../../../../../lib/http/index.ts";

export const POST = logRoute({ method: "exports.preview" }, async (ctx, { request, asked }) => {
  const body = await readJson(request, ExportRequest);
  asked(body);
  return previewExport(ctx, body);
});
