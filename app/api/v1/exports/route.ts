import { createExport, ExportRequest, listExports } from "../../../../lib/exports/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(listExports);

/** Has a file prepared; sent again with the same Idempotency-Key it is the same file. */
export const POST = adminRoute(async (ctx, { request }) =>
  createExport(ctx, {
    request: await readJson(request, ExportRequest),
    idempotencyKey: request.headers.get("idempotency-key"),
  }),
);
