import { Prisma } from "../../prisma/generated/client.ts";
import type { Db } from "../db/index.ts";
import type { LaneClaim } from "./claim-lane.ts";
import { FOLD_SECONDS, isHolding, PATIENCE_SECONDS, type Holds } from "./holds.ts";

interface ReleaseLaneInput {
  claim: LaneClaim;
  batchSize: number;
  failures: number;
  /** Not before that time; null when the lane may go on at once. */
  pause: { delayMs: number; reason: string | null } | null;
  /** What waits for the portal's limits makes the lane due only when it may go. */
  holds: Holds;
}

/** Gives the lane back after one batch; false when another worker has it already. */
export async function releaseLane(db: Db, input: ReleaseLaneInput): Promise<boolean> {
  const { claim, pause } = input;
  const delayMs = pause?.delayMs ?? null;
  // - Other `wakes` than at the claim: rows came that this worker may not have seen, so the lane is due now.
  //   Without that test a line committed meanwhile would be stranded.
  // - Only each run's oldest pending row counts: a delayed one behind it must not make a hot loop.
  // - A block that somebody else has set meanwhile (payment, overload) is kept when it is longer.
  // - `fence` in the condition: an overtaken worker releases nothing.
  const released = await db.$executeRaw`/* kept plan */
    UPDATE portal_lane l SET lease_owner = NULL, lease_until = NULL,
      batch_size = ${input.batchSize}, failures = ${input.failures},
      blocked_until = CASE WHEN ${delayMs}::float8 IS NULL THEN l.blocked_until
        ELSE greatest(l.blocked_until, until.at) END,
      block_reason = CASE WHEN l.blocked_until > coalesce(until.at, clock_timestamp())
        THEN l.block_reason ELSE ${pause?.reason ?? null}::text END,
      due_at = greatest(until.at, CASE WHEN l.wakes <> ${claim.wakes} THEN clock_timestamp()
        ELSE (${nextDue(input)}) END)
    FROM (SELECT clock_timestamp() + make_interval(secs => ${delayMs}::float8 / 1000) AS at) until
    WHERE l.portal_id = ${claim.portalId} AND l.fence = ${claim.fence}`;
  return released > 0;
}

function nextDue({ claim, holds }: ReleaseLaneInput): Prisma.Sql {
  if (!isHolding(holds)) {
    return Prisma.sql`SELECT min(h.due_at) FROM (
      SELECT DISTINCT ON (run_id) due_at FROM outbox
      WHERE portal_id = ${claim.portalId} AND state = 'pending' ORDER BY run_id, seq) h`;
  }
  const after = (ms: number | null) =>
    Prisma.sql`(clock_timestamp() + make_interval(secs => ${ms}::float8 / 1000))`;
  const nearAt = Prisma.sql`(r.deadline_at - make_interval(secs => ${FOLD_SECONDS}::float8))`;
  const { lines, lastLines, completions } = holds;
  // The same cases as in `listHeads`: else the lane would be claimed again and again for nothing.
  return Prisma.sql`SELECT min(greatest(h.due_at, CASE
      WHEN h.kind = 'complete' AND ${completions === null}::boolean THEN h.due_at
      WHEN h.kind = 'complete' THEN least(${after(completions)}, ${nearAt})
      WHEN r.lines_stopped IS NOT NULL THEN h.due_at
      WHEN r.state <> 'settled' THEN ${after(lines)}
      WHEN ${lastLines === null}::boolean THEN h.due_at
      ELSE least(${after(lastLines)}, ${nearAt}, greatest(${after(completions)},
        r.settled_at + make_interval(secs => ${PATIENCE_SECONDS}::float8))) END))
    FROM (
      SELECT DISTINCT ON (run_id) run_id, called_at, due_at, kind FROM outbox
      WHERE portal_id = ${claim.portalId} AND state = 'pending' ORDER BY run_id, seq
    ) h JOIN run r ON r.id = h.run_id AND r.called_at = h.called_at`;
}

/** Gives back what this process holds, when it stops: others need not wait for the lease. */
export async function dropLease(db: Db, claim: LaneClaim): Promise<void> {
  await db.$executeRaw`
    UPDATE portal_lane SET lease_owner = NULL, lease_until = NULL, fence = fence + 1
    WHERE portal_id = ${claim.portalId} AND fence = ${claim.fence}`;
}
