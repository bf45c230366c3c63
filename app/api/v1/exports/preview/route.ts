import { ExportRequest, previewExport } from "../../../../../lib/exports/index.ts";
import { adminRoute, readJson } from "../../../../../lib/http/index.ts";

export const POST = adminRoute(async (ctx, { request }) =>
  previewExport(ctx, await readJson(request, ExportRequest)),
);
