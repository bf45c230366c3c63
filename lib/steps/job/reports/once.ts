import { createHash } from "node:crypto";
import type { Prisma } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { isLockTaken, withTx } from "../../../db/index.ts";
import { AppError, invalidInput } from "../../../errors.ts";
import type { Reporter } from "./authenticate.ts";

export interface ReportAnswer {
  status: number;
  body: Record<string, unknown>;
  isReplayed: boolean;
}

export interface OnceInput {
  route: string;
  key: string | null;
  /** The report as JSON without blanks. */
  text: string;
}

/** The same for the same report, whatever blanks its JSON has; another for any other number in it. */
export function hashReport(route: string, text: string) {
  return createHash("sha256")
    .update(JSON.stringify([route, text]))
    .digest();
}

/**
 * Does a report in one transaction with the note of its key. A report that is refused leaves no note: sent again it
 * is judged again.
 */
export async function doOnce(
  { ctx, job }: Reporter,
  input: OnceInput,
  work: (scoped: PortalCtx) => Promise<ReportAnswer>,
): Promise<ReportAnswer> {
  const { route, key, text } = input;
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = "must have 1 to 255 visible characters";
    throw invalidInput(`Idempotency-Key: ${message}.`, [{ at: "Idempotency-Key", message }]);
  }
  const bodyHash = hashReport(route, text);
  return withTx(ctx.db, async (tx) => {
    const scoped = { ...ctx, db: tx };
    if (key === null) return work(scoped);
    const note = { portalId: ctx.portalId, runId: job.runId, route, key, bodyHash };
    const known = await reserve(scoped, note);
    if (known !== null) return known;
    const answer = await work(scoped);
    await tx.jobCall.update({
      where: { runId_route_key: { runId: job.runId, route, key } },
      data: { status: answer.status, answer: answer.body as Prisma.InputJsonObject },
    });
    return answer;
  });
}

interface Note {
  portalId: bigint;
  runId: string;
  route: string;
  key: string;
  bodyHash: Uint8Array<ArrayBuffer>;
}

// Whoever comes second with a key waits for the first one's transaction, but not for long.
async function reserve({ db }: PortalCtx, note: Note): Promise<ReportAnswer | null> {
  try {
    await db.$executeRaw`SET LOCAL lock_timeout = '2s'`;
    const { count } = await db.jobCall.createMany({ data: [note], skipDuplicates: true });
    // What the report does next may wait as long as every other statement.
    await db.$executeRaw`SET LOCAL lock_timeout TO DEFAULT`;
    if (count > 0) return null;
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    throw new AppError("idempotency_in_progress", "The first report of this key is at work.", {
      cause: error,
      retryAfterMs: 1_000,
    });
  }
  const { runId, route, key } = note;
  const known = await db.jobCall.findUniqueOrThrow({
    where: { runId_route_key: { runId, route, key } },
  });
  if (!Buffer.from(known.bodyHash).equals(note.bodyHash)) {
    throw new AppError(
      "idempotency_key_reused",
      "This Idempotency-Key was used for another report of the run.",
    );
  }
  const body = known.answer as Record<string, unknown>;
  return { status: known.status ?? 200, body, isReplayed: true };
}
