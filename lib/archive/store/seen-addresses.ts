import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { monthOf } from "../keep/months.ts";
import type { DraftRow } from "./stored-entry.ts";

/** What a search finds entries by in which a user came from an address for the first time. */
export const NEW_ADDRESS = "new-address";

/** Pairs by which a first entry may be told: while entries of the portal are not looked through yet, there are none. */
export const TOLD_SEEN = `archive_seen s JOIN archive_head h
    ON h.portal_id = s.portal_id AND h.unseen_seq = 0 AND h.noted_seq >= h.last_seq`;

/**
 * Whether the entry `e` is one, answered by an index: without the offset, which changes nothing else, the planner
 * likes to gather the pairs of all portals before it looks at the first entry.
 */
export const IS_NEW_ADDRESS = `(e.user_id > 0 AND EXISTS (SELECT FROM ${TOLD_SEEN}
    WHERE s.portal_id = e.portal_id AND s.first_at = e.at AND s.first_seq = e.seq OFFSET 0))`;

/** What counts as an address of a user, in SQL over `e`. */
export const SEEN_ADDRESS = "coalesce(e.addr_text, host(e.addr))";

export const MAX_SEEN_ADDRESS = 100;
const MAX_KEPT = 20_000;
const DAY_MS = 86_400_000;

/** A user at an address: the first entry and the latest month. */
interface Seen {
  userId: number;
  address: string;
  at: number;
  seq: number;
  month: number;
}

/** Pairs that need not be written again; committed ones only. */
export interface KnownSeen {
  pairs: Map<string, Pick<Seen, "at" | "month">>;
  /** How often pairs of the portal had been forgotten when these were read or written. */
  forgotten: bigint;
}

export function newKnownSeen(): KnownSeen {
  return { pairs: new Map(), forgotten: 0n };
}

/** What is remembered and still holds, as the locked head tells. */
export function knownPairs(known: KnownSeen, forgotten: bigint): KnownSeen["pairs"] {
  if (known.forgotten !== forgotten) {
    known.pairs.clear();
    known.forgotten = forgotten;
  }
  return known.pairs;
}

/** Pairs of rows that tell something new, gathered row by row. */
export class NewPairs {
  readonly found = new Map<string, Seen>();
  readonly #known: KnownSeen["pairs"] | null;
  #month = 0;
  #lastDay = Number.NaN;

  constructor(known: KnownSeen["pairs"] | null) {
    this.#known = known;
  }

  add({ entry: { userId }, addr, addrText, at }: DraftRow, seq: number): void {
    const address = addrText ?? addr;
    if (userId === null || userId <= 0 || address === null) return;
    if (address.length > MAX_SEEN_ADDRESS) return;
    const day = Math.floor(at / DAY_MS);
    // Most rows are of the day of the row before.
    if (day !== this.#lastDay) this.#month = monthOf(new Date(at));
    this.#lastDay = day;
    const month = this.#month;
    const key = `${userId} ${address}`;
    const before = this.#known?.get(key);
    if (before !== undefined && before.at <= at && before.month >= month) return;
    const pair = this.found.get(key);
    if (pair === undefined) this.found.set(key, { userId, address, at, month, seq });
    else {
      if (at < pair.at) Object.assign(pair, { at, seq });
      pair.month = Math.max(pair.month, month);
    }
  }
}

/** Notes pairs: an earlier entry takes the place of the one that was the first until now. */
export async function writePairs(tx: Db, ctx: PortalCtx, pairs: Iterable<Seen>): Promise<void> {
  const all = [...pairs];
  if (all.length === 0) return;
  await runCompiled(tx, {
    text: `/* kept plan */ ${upsertSeen(`SELECT $1::bigint AS portal_id, n.* FROM unnest($2::integer[], $3::text[],
        $4::timestamptz[], $5::bigint[], $6::integer[])
      AS n (user_id, address, first_at, first_seq, last_month)`)}`,
    values: [
      ctx.portalId,
      all.map(({ userId }) => userId),
      all.map(({ address }) => address),
      all.map(({ at }) => new Date(at).toISOString()),
      all.map(({ seq }) => seq),
      all.map(({ month }) => month),
    ],
  });
}

/** Takes what `found` gives into the table; always in one order, so that two such statements do not block each other. */
export function upsertSeen(found: string): string {
  const isEarlier = "(excluded.first_at, excluded.first_seq) < (s.first_at, s.first_seq)";
  return `INSERT INTO archive_seen AS s
      (portal_id, user_id, address, first_at, first_seq, last_month)
    SELECT portal_id, user_id, address, first_at, first_seq, last_month FROM (${found}) AS found
    ORDER BY user_id, address
    ON CONFLICT (portal_id, user_id, address) DO UPDATE SET
      first_at = CASE WHEN ${isEarlier} THEN excluded.first_at ELSE s.first_at END,
      first_seq = CASE WHEN ${isEarlier} THEN excluded.first_seq ELSE s.first_seq END,
      last_month = greatest(s.last_month, excluded.last_month)
    WHERE ${isEarlier} OR excluded.last_month > s.last_month`;
}

/** Called after the commit of the pairs; another append may have learnt meanwhile that they were forgotten since. */
export function keepPairs(
  known: KnownSeen,
  { pairs, forgotten }: { pairs: ReadonlyMap<string, Seen>; forgotten: bigint },
): void {
  if (known.forgotten !== forgotten) return;
  const kept = known.pairs;
  if (kept.size + pairs.size > MAX_KEPT) kept.clear();
  for (const [key, { at, month }] of pairs) {
    const before = kept.get(key);
    kept.set(key, {
      at: Math.min(at, before?.at ?? at),
      month: Math.max(month, before?.month ?? month),
    });
  }
}
