import { isAppError } from "../errors.ts";
import { portalCtx } from "../portals/index.ts";
import { defineJob, enqueue, type AnyJob } from "../queue/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { dropPieces } from "./drop-pieces.ts";
import type { ExportReason } from "./shared.ts";
import { writeSlice } from "./write-slice.ts";

const SLICE_MS = 20_000;

/** Writes a slice of a file and asks for the next one: exports take turns, and a restart goes on where it was. */
export function writeJob(): AnyJob {
  return defineJob({
    topic: "export.write",
    concurrency: 1,
    handler: async (base, payload, job) => {
      const ctx = portalCtx(base, BigInt(payload.portalId));
      const id = payload.exportId;
      try {
        if (await writeSlice(ctx, { id, signal: job.signal, sliceMs: SLICE_MS })) return;
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === null) throw error;
        await failExport(ctx, { id, reason });
        return;
      }
      await enqueue(ctx.db, "export.write", payload);
    },
    onGiveUp: async (base, payload) => {
      const ctx = portalCtx(base, BigInt(payload.portalId));
      await failExport(ctx, { id: payload.exportId, reason: "unforeseen" });
    },
  });
}

// What a repetition cannot change, and the person can.
function reasonOf(error: unknown): ExportReason | null {
  if (isAppError(error, "invalid_input") && error.message === "order_too_wide") {
    return "order_too_wide";
  }
  if (!isAppError(error, "payload_too_large")) return null;
  const isSheet = error.details.some(({ message }) => message === "sheet_full");
  return isSheet ? "sheet_full" : "too_large";
}

async function failExport(
  ctx: PortalCtx,
  { id, reason }: { id: string; reason: ExportReason },
): Promise<void> {
  const { count } = await ctx.db.exportJob.updateMany({
    where: { id, portalId: ctx.portalId, state: { in: ["waiting", "running"] } },
    data: { state: "failed", reason, finishedAt: ctx.now() },
  });
  if (count > 0) await dropPieces(ctx, id);
}
