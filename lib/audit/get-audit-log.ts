import { countPicked, pickEntries, type PickedEntry } from "../archive/index.ts";
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
    ...{ order: request.order, limit, hasTitles: request.output.includes("resourcename") },
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

async function* rowsJson(
  pages: AsyncIterable<PickedEntry[]>,
  { output, isKeyed }: AuditRequest,
): AsyncGenerator<string> {
  const toJson = rowWriter(output);
  let isFirst = true;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const open = isKeyed ? "{" : "[";
    const rows = page.map((entry) => (isKeyed ? `"${entry.id}":${toJson(entry)}` : toJson(entry)));
    yield isFirst ? open : ",";
    yield rows.join(",");
    isFirst = false;
  }
  // An empty object is a list too where clients were made for.
  yield isFirst ? "[]" : isKeyed ? "}" : "]";
}

// Zabbix's name of a field and ours often hold the same: each value is written once a row.
function rowWriter(output: readonly string[]): (entry: PickedEntry) => string {
  const fields = output.flatMap((name) => {
    const read = OUTPUT[name];
    return read === undefined ? [] : [{ name: JSON.stringify(name), read }];
  });
  const reads = [...new Set(fields.map(({ read }) => read))];
  const parts = fields.map(({ name, read }, place) => ({
    start: `${place === 0 ? "{" : ","}${name}:`,
    at: reads.indexOf(read),
  }));
  return (entry) => {
    const values = reads.map((read) => jsonText(read(entry)));
    let text = "";
    for (const { start, at } of parts) text += start + (values[at] ?? "");
    return text === "" ? "{}" : `${text}}`;
  };
}

const WRITTEN_OTHERWISE = /["\\\p{Cc}\p{Cs}]/u;

// Most texts stand in JSON as they are, and looking is faster than writing.
function jsonText(value: string): string {
  return WRITTEN_OTHERWISE.test(value) ? JSON.stringify(value) : `"${value}"`;
}
