import { streamExport, type ExportInput } from "../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../lib/http/index.ts";

export const GET = downloadRoute(
  { method: "exports.stream", isOnce: true },
  async (ctx, { query }) => streamExport(ctx, query as unknown as ExportInput),
);
