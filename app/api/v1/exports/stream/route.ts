import { streamExport, type ExportInput } from "../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../lib/http/index.ts";

export const GET = downloadRoute(
  async (ctx, { query }) => streamExport(ctx, query as unknown as ExportInput),
  { isOnce: true },
);
