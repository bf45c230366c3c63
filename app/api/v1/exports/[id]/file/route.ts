import { downloadExport } from "../../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../../lib/http/index.ts";

const door = { method: "exports.file", isOnce: false };

export const GET = downloadRoute<{ id: string }>(door, async (ctx, { request, params, asked }) => {
  asked(params);
  return downloadExport(ctx, { ...params, headers: request.headers });
});
