import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { internal } from "../../errors.ts";

export interface ArchiveHead {
  lastSeq: bigint;
  lastHash: Uint8Array;
  lastTextId: number;
}

export interface LockedHead extends ArchiveHead {
  /** How often addresses of users were forgotten. */
  seenForgotten: bigint;
}

interface HeadRow {
  last_seq: bigint;
  last_hash: Uint8Array;
  last_text_id: number;
  seen_forgotten: bigint;
}

/** Waits for other appends of the portal and keeps them waiting until this transaction ends. */
export async function lockHead(tx: Db, ctx: PortalCtx): Promise<LockedHead> {
  const found = await readLocked(tx, ctx);
  if (found !== null) return found;
  await runCompiled(tx, {
    text: "INSERT INTO archive_head (portal_id) VALUES ($1) ON CONFLICT DO NOTHING",
    values: [ctx.portalId],
  });
  const made = await readLocked(tx, ctx);
  if (made === null) throw internal("The head of the archive is gone.");
  return made;
}

async function readLocked(tx: Db, ctx: PortalCtx): Promise<LockedHead | null> {
  const [row] = await runCompiled<HeadRow>(tx, {
    text: `/* kept plan */ SELECT last_seq, last_hash, last_text_id, seen_forgotten FROM archive_head
      WHERE portal_id = $1 FOR UPDATE`,
    values: [ctx.portalId],
  });
  if (row === undefined) return null;
  const { last_seq: lastSeq, last_hash: lastHash, last_text_id: lastTextId } = row;
  return { lastSeq, lastHash, lastTextId, seenForgotten: row.seen_forgotten };
}

/**
 * Says whether anybody watches the portal: nobody begins or ends that while the head is locked. Entries that a process
 * of an older version stored since the last append have still to be looked through.
 */
export async function writeHead(
  tx: Db,
  ctx: PortalCtx,
  head: ArchiveHead,
): Promise<{ isWatched: boolean }> {
  const [row] = await runCompiled<{ isWatched: boolean }>(tx, {
    text: `/* kept plan */ UPDATE archive_head SET last_seq = $2, last_hash = $3, last_text_id = $4, noted_seq = $2,
        unseen_seq = CASE WHEN noted_seq < last_seq THEN last_seq ELSE unseen_seq END
      WHERE portal_id = $1
      RETURNING EXISTS (SELECT FROM archive_watch WHERE portal_id = $1) AS "isWatched"`,
    values: [ctx.portalId, head.lastSeq, head.lastHash, head.lastTextId],
  });
  return row ?? { isWatched: false };
}
