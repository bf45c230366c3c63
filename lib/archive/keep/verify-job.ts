import type { ArchiveCheck } from "../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../ctx.ts";
import { isAppError } from "../../errors.ts";
import { portalCtx } from "../../portals/index.ts";
import { defineJob, enqueue, type AnyJob } from "../../queue/index.ts";
import { faultOfEnd, startBehind } from "./chain-ends.ts";
import { isFault, type ChainFault } from "./chain-fault.ts";
import type { TextStore } from "./chain-page.ts";
import { walkPage, type Walk } from "./walk-chain.ts";

const SLICE_MS = 20_000;
const SAVE_MS = 1_000;

/** Checks a slice of the chain and asks for the next one: no job lasts long, and a restart goes on where it was. */
export function verifyJob(): AnyJob {
  return defineJob({
    topic: "archive.verify",
    concurrency: 1,
    handler: async (base, payload, job) => {
      const ctx = portalCtx(base, BigInt(payload.portalId));
      if (await checkSlice(ctx, { signal: job.signal, sliceMs: SLICE_MS })) return;
      await enqueue(ctx.db, "archive.verify", payload);
    },
    onGiveUp: async (base, payload, error) => {
      const ctx = portalCtx(base, BigInt(payload.portalId));
      const reason = isAppError(error)
        ? error.message
        : "The check failed for an unforeseen reason.";
      await ctx.db.archiveCheck.updateMany({
        where: { portalId: ctx.portalId, state: "running" },
        data: { state: "failed", reason, finishedAt: ctx.now() },
      });
    },
  });
}

/** True when there is nothing more to check. */
export async function checkSlice(
  ctx: PortalCtx,
  input: { signal: AbortSignal; sliceMs: number },
): Promise<boolean> {
  const row = await ctx.db.archiveCheck.findUnique({ where: { portalId: ctx.portalId } });
  if (row?.state !== "running") return true;
  const until = performance.now() + input.sliceMs;
  let savedAt = performance.now();
  const texts: TextStore = new Map();
  const start = await startOf(ctx, row);
  if (isFault(start)) return finish(ctx, { row, fault: start });
  let walk = start;
  do {
    const step = await walkPage(ctx, { walk, upTo: row.toSeq, texts });
    ({ walk } = step);
    if (isFault(step)) return finish(ctx, { row, walk, fault: step });
    if (step.isDone) {
      return finish(ctx, { row, walk, fault: await endOf(ctx, { row, walk }) });
    }
    if (performance.now() - savedAt < SAVE_MS) continue;
    savedAt = performance.now();
    if (!(await save(ctx, { row, walk }))) return true;
  } while (performance.now() < until && !input.signal.aborted);
  return !(await save(ctx, { row, walk }));
}

async function startOf(ctx: PortalCtx, row: ArchiveCheck): Promise<Walk | ChainFault> {
  const { seq, hash, toSeq: upTo } = row;
  if (hash.length === 0) return startBehind(ctx, { before: seq, upTo, noted: null });
  const place = { seq, hash: Buffer.from(hash).toString("hex") };
  return { place, checked: Number(row.checked), removed: Number(row.removed), noted: null };
}

// Numbers that end before the archive did say nothing of its end.
async function endOf(
  ctx: PortalCtx,
  { row, walk }: { row: ArchiveCheck; walk: Walk },
): Promise<ChainFault | null> {
  if (row.toHash.length === 0) return null;
  const head = { seq: row.toSeq, hash: Buffer.from(row.toHash).toString("hex") };
  return faultOfEnd(ctx, { place: walk.place, head });
}

/** False when another check was started or the portal is gone. */
async function save(
  ctx: PortalCtx,
  { row, walk }: { row: ArchiveCheck; walk: Walk },
): Promise<boolean> {
  const { count } = await ctx.db.archiveCheck.updateMany({
    where: { portalId: ctx.portalId, state: "running", startedAt: row.startedAt },
    data: {
      seq: walk.place.seq,
      hash: Buffer.from(walk.place.hash, "hex"),
      checked: walk.checked,
      removed: walk.removed,
    },
  });
  return count > 0;
}

interface Finished {
  row: ArchiveCheck;
  walk?: Walk;
  fault: ChainFault | null;
}

async function finish(ctx: PortalCtx, { row, walk, fault }: Finished): Promise<true> {
  if (walk !== undefined) await save(ctx, { row, walk });
  await ctx.db.archiveCheck.updateMany({
    where: { portalId: ctx.portalId, state: "running", startedAt: row.startedAt },
    data: {
      state: fault === null ? "ok" : "broken",
      brokenAt: fault?.brokenAt ?? null,
      fault: fault?.fault ?? null,
      reason: fault?.reason ?? null,
      finishedAt: ctx.now(),
    },
  });
  return true;
}
