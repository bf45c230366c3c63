import {
  createExport,
  ExportRequest,
  listExports,
  type ExportView,
} from "../../../../lib/exports/index.ts";
import { logRoute, readJson } from "../../../../lib/http/index.ts";

const list = { method: "exports", records: "tokens" } as const;

export const GET = logRoute(list, listExports);

const create = {
  method: "exports.create",
  kind: "export",
  isFolded: false,
  rows: ({ total }: ExportView) => total,
} as const;

/** Has a file prepared; sent again with the same Idempotency-Key it is the same file. */
export const POST = logRoute(create, async (ctx, { request, asked }) => {
  const body = await readJson(request, ExportRequest);
  asked(body);
  return createExport(ctx, {
    request: body,
    idempotencyKey: request.headers.get("idempotency-key"),
  });
});
