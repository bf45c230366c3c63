import type { Ctx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { enqueue, enqueueAll } from "../../queue/index.ts";
import { BLOCK_SIZE } from "./block-size.ts";
import { TERMS_VERSION } from "./terms.ts";

interface EnqueueInput {
  portalId: bigint;
  /** Numbers that were stored just now. */
  firstSeq: bigint;
  lastSeq: bigint;
}

/** Has the portal's blocks built when the rows of this transaction fill one. */
export async function enqueueIndex(tx: Db, input: EnqueueInput): Promise<void> {
  const { portalId, firstSeq, lastSeq } = input;
  const size = BigInt(BLOCK_SIZE);
  if (lastSeq / size === (firstSeq - 1n) / size) return;
  await runCompiled(tx, { text: NOTE, values: [portalId, TERMS_VERSION] });
  await enqueue(tx, "archive.index", { portalId: String(portalId) });
}

// Never waits for an indexer at work: the row that it holds knows already that entries wait.
const NOTE = `/* kept plan */ WITH made AS (
    INSERT INTO archive_index (portal_id, version, behind_since)
    VALUES ($1::bigint, $2::smallint, now()) ON CONFLICT DO NOTHING
  )
  UPDATE archive_index SET behind_since = now() WHERE portal_id = (
    SELECT portal_id FROM archive_index
    WHERE portal_id = $1::bigint AND behind_since IS NULL FOR UPDATE SKIP LOCKED)`;

/** Has blocks built wherever they are missing though nobody asked, as after a change of their terms. */
export async function enqueueLagging(ctx: Ctx): Promise<number> {
  const portals = await runCompiled<{ portalId: bigint }>(ctx.db, {
    text: `SELECT h.portal_id AS "portalId" FROM archive_head h
      LEFT JOIN archive_index i ON i.portal_id = h.portal_id
      WHERE h.last_seq - coalesce(i.indexed_seq, 0) >= $1::integer OR i.version < $2::smallint`,
    values: [BLOCK_SIZE, TERMS_VERSION],
  });
  const payloads = portals.map(({ portalId }) => ({ portalId: String(portalId) }));
  await enqueueAll(ctx.db, "archive.index", payloads);
  return payloads.length;
}
