import type { ArchiveCheck } from "../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { forbidden } from "../../errors.ts";
import { enqueue } from "../../queue/index.ts";
import { parseInput } from "../entry-filter.ts";
import { readHead } from "./chain-ends.ts";
import type { ChainFaultKind } from "./chain-fault.ts";
import { toSpan } from "./check-span.ts";
import { StartCheckInput } from "./schemas.ts";

/** The last check of the portal's chain in the background; numbers of entries are decimal texts. */
export interface CheckView {
  state: "running" | "ok" | "broken" | "failed";
  fromSeq: string;
  toSeq: string;
  /** Checked or led over up to here. */
  seq: string;
  percent: number;
  checked: number;
  /** Entries that retention removed and the chain leads over. */
  removed: number;
  brokenAt: string | null;
  fault: ChainFaultKind | null;
  /** What is wrong, or why it could not be checked. */
  reason: string | null;
  startedBy: number | null;
  startedAt: string;
  finishedAt: string | null;
}

/** Starts a check of the numbers, up to the present end if not told else; one that is under way is left to go on. */
export async function startCheck(ctx: PortalCtx, input: StartCheckInput): Promise<CheckView> {
  const asked = parseInput(StartCheckInput, input);
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.isAdmin) {
    throw forbidden("Only administrators of the portal may start the check.");
  }
  const head = await readHead(ctx);
  const { first, last } = toSpan({ fromSeq: asked.fromSeq, toSeq: asked.toSeq, head });
  // The archive's end belongs to what is checked only where the numbers reach it.
  const endHash = last === head.seq ? head.hash : "";
  await withTx(ctx.db, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO archive_check (portal_id, state, from_seq, to_seq, to_hash, seq, hash, started_by,
        started_at)
      VALUES (${ctx.portalId}, 'running', ${first}, ${last}, decode(${endHash}, 'hex'),
        ${first - 1n}, '', ${actor.userId}, ${ctx.now()})
      ON CONFLICT (portal_id) DO UPDATE SET state = excluded.state, from_seq = excluded.from_seq,
        to_seq = excluded.to_seq, to_hash = excluded.to_hash, seq = excluded.seq,
        hash = excluded.hash, checked = 0, removed = 0, broken_at = NULL, fault = NULL,
        reason = NULL, started_by = excluded.started_by, started_at = excluded.started_at,
        finished_at = NULL
      WHERE archive_check.state <> 'running'`;
    await enqueue(tx, "archive.verify", { portalId: ctx.portalId.toString() });
  });
  const row = await ctx.db.archiveCheck.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
  return toCheckView(row);
}

/** Null when the portal's chain was never checked. */
export async function findCheck(ctx: PortalCtx): Promise<CheckView | null> {
  const row = await ctx.db.archiveCheck.findUnique({ where: { portalId: ctx.portalId } });
  return row === null ? null : toCheckView(row);
}

function toCheckView(row: ArchiveCheck): CheckView {
  const all = Number(row.toSeq - row.fromSeq) + 1;
  const done = Number(row.seq - row.fromSeq) + 1;
  return {
    state: row.state as CheckView["state"],
    fromSeq: row.fromSeq.toString(),
    toSeq: row.toSeq.toString(),
    seq: row.seq.toString(),
    percent: all <= 0 ? 100 : Math.min(100, Math.floor((done / all) * 100)),
    checked: Number(row.checked),
    removed: Number(row.removed),
    brokenAt: row.brokenAt?.toString() ?? null,
    fault: row.fault as ChainFaultKind | null,
    reason: row.reason,
    startedBy: row.startedBy,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
