import type { Ctx } from "../ctx.ts";
import type { Db } from "../db/index.ts";
import { maskQueryOfPortal, portalCtx } from "../portals/index.ts";

/** One recorded reading; its query is masked by the usual rules and cut. */
export interface ReadingRow {
  /** By the clock of `performance.now()`: the database computes the time from the row's age. */
  startedAtMs: number;
  portalId: string;
  requestId: string;
  kind: string;
  userId: number | null;
  tokenId: string | null;
  name: string;
  address: string | null;
  method: string;
  query: unknown;
  rows: number | null;
  durationMs: number;
  times: number;
}

// The columns of counts hold no more.
const MOST = 2 ** 31 - 1;

export async function insertReadings(db: Db, readings: ReadingRow[]): Promise<number> {
  const now = performance.now();
  const ready = [];
  for (const { startedAtMs, requestId, ...row } of readings) {
    const ctx: Ctx = { requestId, actor: { kind: "system" }, now: () => new Date(), db };
    const query = await maskQueryOfPortal(portalCtx(ctx, BigInt(row.portalId)), row.query);
    const durationMs = clamp(row.durationMs);
    const rows = row.rows === null ? null : clamp(row.rows);
    const ageMs = Math.max(0, now - startedAtMs);
    ready.push({ ...row, no: ready.length, query, rows, durationMs, ageMs });
  }
  const json = JSON.stringify(ready);
  // `FOR KEY SHARE` waits for a portal that is being deleted: no row is left behind it.
  return db.$executeRaw`
    WITH live AS (
      SELECT id FROM portal WHERE id IN (SELECT "portalId" FROM json_to_recordset(${json}::json)
        AS row ("portalId" bigint)) ORDER BY id FOR KEY SHARE
    )
    INSERT INTO reading (at, portal_id, kind, user_id, token_id, name, address, method, query, rows,
      duration_ms, times)
    SELECT clock_timestamp() - make_interval(secs => "ageMs" / 1000), "portalId", kind, "userId",
      "tokenId", name, address, method, query, rows, "durationMs", times
    FROM json_to_recordset(${json}::json) AS row(
      no integer, "ageMs" float8, "portalId" bigint, kind text, "userId" integer, "tokenId" uuid, name text,
      address text, method text, query json, rows integer, "durationMs" integer, times integer)
    JOIN live ON live.id = row."portalId" ORDER BY row.no`;
}

function clamp(value: number): number {
  return Math.min(MOST, Math.max(0, Math.round(value)));
}
