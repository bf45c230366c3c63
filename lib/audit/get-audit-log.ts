import { countPicked, pickEntries, type PickField } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { OUTPUT } from "./fields.ts";
import type { AuditRequest } from "./read-parameters.ts";
import { applicationFault } from "./rpc-fault.ts";
import { toQuery } from "./to-query.ts";

const MAX_ROWS = 100_000;

/** The JSON of a result, whole or in pieces as they are read. */
export interface AuditResult {
  rows: number;
  json: AsyncIterable<string>;
}

export async function getAuditLog(ctx: PortalCtx, request: AuditRequest): Promise<AuditResult> {
  const query = toQuery(request);
  if (request.isCount) {
    const rows = await countPicked(ctx, query);
    if (rows === null) throw tooSlow();
    return { rows: 1, json: one(JSON.stringify(String(rows))) };
  }
  const limit = Math.min(request.limit ?? Infinity, MAX_ROWS + 1);
  const picked = await pickEntries(ctx, {
    ...query,
    ...{ order: request.order, limit, fields: fieldsOf(request), isKeyed: request.isKeyed },
  });
  if (!picked.isInTime) throw tooSlow();
  if (picked.count > MAX_ROWS) {
    throw applicationFault(`Result exceeds ${MAX_ROWS} records; narrow the request or set limit.`);
  }
  return { rows: picked.count, json: rowsJson(picked.pages, request) };
}

function tooSlow() {
  return applicationFault("The request takes too long; narrow it or set limit.");
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

function fieldsOf({ output }: AuditRequest): PickField[] {
  return output.flatMap((name) => {
    const value = OUTPUT[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

async function* rowsJson(
  pages: AsyncIterable<string>,
  { isKeyed }: AuditRequest,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const page of pages) {
    if (page === "") continue;
    yield isFirst ? (isKeyed ? "{" : "[") : ",";
    yield page;
    isFirst = false;
  }
  // An empty object is a list too where clients were made for.
  yield isFirst ? "[]" : isKeyed ? "}" : "]";
}
