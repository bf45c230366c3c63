import { indexSlice } from "../../../../lib/archive/blocks/index-slice.ts";
import { appendEntries, indexPortal, type EntryInput } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { withTx, type RootDb } from "../../../../lib/db/index.ts";
import { makePortal, testPortalCtx } from "../../../support/index.ts";
import { NOW, POOL } from "../../filter/rows.ts";

type Pick = <T>(list: readonly T[]) => T;

/** A fixed stream, so that a failing query can be tried again on the same rows. */
export function openPick(seed = 7): Pick {
  let state = seed;
  return (list) => {
    state = (state * 48_271) % 2_147_483_647;
    return list[state % list.length] as (typeof list)[number];
  };
}

export async function makeCtx(db: RootDb, now = NOW): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id, overrides: { now: () => now } });
}

const BASE64 = `==${Buffer.from('{"a":"cookie","requestId":"r-9"}').toString("base64")}`;
const PHP = 'a:2:{s:1:"a";s:6:"cookie";s:9:"requestId";s:3:"R-2";}';

function drawDescription(pick: Pick): string | null {
  const json = (value: unknown) => JSON.stringify(value);
  return pick([
    () => null,
    () => "",
    () => pick(POOL.text),
    () => `${pick(POOL.text)} &laquo;вход&raquo; <br> ${pick(POOL.text)}`,
    () => json([pick(POOL.json), pick(POOL.json)]),
    () =>
      json({
        a: pick(POOL.json),
        "b c": { "0": pick(POOL.json) },
        requestId: pick(["r-1", "R-2"]),
      }),
    () => json({ a: [pick(POOL.json), { b: pick(POOL.json) }], requestId: "r-3" }),
    () => json({ a: pick(POOL.text), requestId: pick([5, null, true, { b: 1 }]) }),
    () => JSON.stringify({ a: "сookie \u0436" }).replaceAll("ж", "\\u0436"),
    () => BASE64,
    () => PHP,
  ])();
}

/** Entries of every shape, as the property tests of the query language draw them. */
export function drawEntry(pick: Pick, input: { id: number; at?: string }): EntryInput {
  const { id, at = pick(POOL.at) } = input;
  return {
    nativeId: String(id),
    timestampX: at.replace("Z", "+00:00"),
    severity: pick(["ERROR", "INFO", "UNKNOWN"]),
    auditTypeId: pick([...POOL.type, "USER_AUTHORIZE"]),
    moduleId: pick(["main", "crm", ""]),
    itemId: pick(POOL.item),
    remoteAddr: pick(POOL.ip),
    userAgent: pick([null, "", "Mozilla/5.0 (X)", "CURL/8_1"]),
    requestUri: pick(["", ...POOL.text, "/crm/deal/?a=1:2&id=123456789"]),
    siteId: pick([null, "s1", "S2"]),
    userId: pick([null, 0, 1, 2, 3, 9]),
    guestId: pick([null, 0, 5, -7]),
    description: drawDescription(pick),
  };
}

export const NAMES: Record<number, string[]> = {
  1: ["Анна Петрова", "Anna Petrova"],
  2: ["Ben O'Neil 5"],
  3: ["#3"],
};

export async function nameUsers({ db, portalId }: PortalCtx): Promise<void> {
  for (const [id, names] of Object.entries(NAMES)) {
    for (const [at, name] of names.entries()) {
      await db.userName.create({
        data: { portalId, userId: Number(id), fromAt: new Date(2020 + at, 0), name },
      });
    }
  }
}

export async function append(ctx: PortalCtx, rows: EntryInput[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1_000) {
    await appendEntries(ctx, { epoch: 0, rows: rows.slice(at, at + 1_000) });
  }
}

export async function index(ctx: PortalCtx): Promise<void> {
  await indexPortal(ctx, { signal: new AbortController().signal });
}

/** One slice, with segments of these many blocks. */
export async function indexBy(ctx: PortalCtx, segmentBlocks: readonly number[]): Promise<void> {
  const input = { texts: new Map<number, string>(), segmentBlocks };
  await withTx(ctx.db, (tx) => indexSlice({ ...ctx, db: tx }, input));
}
