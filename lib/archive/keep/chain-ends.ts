import type { PortalCtx } from "../../ctx.ts";
import type { RawDb } from "../../db/index.ts";
import { chainFault, type ChainFault } from "./chain-fault.ts";
import { removedBetween } from "./removed-between.ts";
import { compareNoted, type Noted, type Place, type Walk } from "./walk-chain.ts";

const FIRST_HASH = "00".repeat(32);

/** Number and hash of the portal's last entry: whoever notes them outside of the database can prove it later. */
export async function readHead({ db, portalId }: HeadInput): Promise<Place> {
  const [head] = await db.$queryRaw<Place[]>`/* kept plan */
    SELECT last_seq AS seq, encode(last_hash, 'hex') AS hash
    FROM archive_head WHERE portal_id = ${portalId}::bigint`;
  return head ?? { seq: 0n, hash: FIRST_HASH };
}

interface HeadInput {
  portalId: bigint;
  db: RawDb;
}

interface StartInput {
  /** The number before the first one to be checked; its hash is believed. */
  before: bigint;
  upTo: bigint;
  noted: Noted | null;
}

export async function startBehind(ctx: PortalCtx, input: StartInput): Promise<Walk | ChainFault> {
  const { before, upTo, noted } = input;
  const start = (place: Place, removed = 0) => compareNoted({ place, checked: 0, removed, noted });
  if (before === 0n) return start({ seq: 0n, hash: FIRST_HASH });
  const rows = await ctx.db.$queryRaw<{ hash: string }[]>`
    SELECT encode(hash, 'hex') AS hash FROM entry
    WHERE portal_id = ${ctx.portalId} AND seq = ${before} LIMIT 1`;
  const row = rows[0];
  if (row !== undefined) return start({ seq: before, hash: row.hash });
  const runs = await removedBetween(ctx, { first: before, last: before });
  const run = runs.find(({ isMadeUp }) => !isMadeUp);
  if (run === undefined) return chainFault("missing", before);
  const last = run.last < upTo ? run.last : upTo;
  return start({ seq: run.last, hash: run.hash }, Number(last - before));
}

/**
 * What is wrong behind the last checked number, which is the one that the head told when the check began, or the
 * last of a removed run that leads over it since.
 */
export async function faultOfEnd(
  ctx: PortalCtx,
  { place, head }: { place: Place; head: Place },
): Promise<ChainFault | null> {
  const end = place.seq > head.seq ? await readHead(ctx) : head;
  if (place.seq > end.seq) return chainFault("beyond", end.seq + 1n);
  if (place.seq === end.seq && place.hash !== end.hash) return chainFault("end", end.seq);
  // One statement: rows are appended together with the head they lead to.
  const rows = await ctx.db.$queryRaw<{ seq: bigint | null }[]>`
    WITH head AS (
      SELECT coalesce((SELECT last_seq FROM archive_head WHERE portal_id = ${ctx.portalId}), 0) AS seq
    )
    SELECT coalesce(
      (SELECT min(seq) FROM entry WHERE portal_id = ${ctx.portalId} AND seq < 1),
      (SELECT min(seq) FROM entry WHERE portal_id = ${ctx.portalId} AND seq > (SELECT seq FROM head)),
      (SELECT greatest(first_seq, head.seq + 1) FROM head, (SELECT first_seq, last_seq
        FROM entry_removed WHERE portal_id = ${ctx.portalId} ORDER BY first_seq DESC LIMIT 1) run
        WHERE run.last_seq > head.seq)) AS seq`;
  const outside = rows[0]?.seq ?? null;
  return outside === null ? null : chainFault("beyond", outside);
}
