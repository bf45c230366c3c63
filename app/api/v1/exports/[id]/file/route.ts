import { downloadExport } from "../../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../../lib/http/index.ts";

export const GET = downloadRoute<{ id: string }>(
  async (ctx, { request, params }) => downloadExport(ctx, { ...params, headers: request.headers }),
  { isOnce: false },
);
