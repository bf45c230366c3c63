import type { Ctx } from "../../ctx.ts";
import { internal } from "../../errors.ts";
import { log } from "../../log.ts";
import { portalCtx } from "../../portals/index.ts";
import { defineJob, enqueue, type AnyJob } from "../../queue/index.ts";
import { dropMonths } from "./drop-months.ts";
import { resortPortal } from "./resort.ts";
import { fillSeen, forgetSeen } from "./seen-care.ts";

const SLICE_MS = 60_000;
const PAUSE_SECONDS = 15;

interface KeepInput {
  signal: AbortSignal;
  /** For the sorting of all portals together. */
  sliceMs: number;
}

/** The regular care of what is kept: entries follow the rules, and months that are over go. */
export function keepJob(): AnyJob {
  return defineJob({
    topic: "archive.keep",
    concurrency: 1,
    handler: async (ctx, _payload, job) => {
      const { signal } = job;
      if (await keepArchives(ctx, { signal, sliceMs: SLICE_MS })) return;
      await enqueue(ctx.db, "archive.keep", {}, { startAfterSeconds: PAUSE_SECONDS });
    },
  });
}

/** False when portals are left whose entries do not all follow their rules yet. */
export async function keepArchives(ctx: Ctx, input: KeepInput): Promise<boolean> {
  const { signal } = input;
  // Months that nobody's sorting can save anything from do not wait for it; the others get a turn of it first, since
  // rules that were made longer save entries from a month that is over.
  await dropMonths(ctx, { signal, graceMs: Infinity });
  const sorted = await resortPortals(ctx, input);
  await dropMonths(ctx, { signal });
  const unforgotten = await forgetSeen(ctx, { signal });
  const filled = await fillSeen(ctx, input);
  const failures = [...sorted.failures, ...unforgotten, ...filled.failures];
  if (failures.length === 0) return sorted.isDone && filled.isDone;
  throw internal("Entries of some portals could not be cared for.", new AggregateError(failures));
}

/** One deadline for all portals: each gets an equal part of the time that is left. */
async function resortPortals(
  ctx: Ctx,
  { signal, sliceMs }: KeepInput,
): Promise<{ isDone: boolean; failures: unknown[] }> {
  const until = performance.now() + sliceMs;
  const portals = await ctx.db.archiveSetting.findMany({
    where: { resortSince: { not: null } },
    orderBy: { resortSince: "asc" },
    select: { portalId: true },
  });
  let isDone = true;
  const failures: unknown[] = [];
  for (const [index, { portalId }] of portals.entries()) {
    const left = until - performance.now();
    if (left <= 0 || signal.aborted) return { isDone: false, failures };
    const part = { signal, sliceMs: left / (portals.length - index) };
    try {
      if (!(await resortPortal(portalCtx(ctx, portalId), part))) isDone = false;
    } catch (error) {
      // One portal's trouble keeps nobody else's entries where they do not belong.
      log("error", "archive.resort_failed", { portalId, error });
      failures.push(error);
    }
  }
  return { isDone, failures };
}
