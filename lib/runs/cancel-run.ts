import type { PortalCtx } from "../ctx.ts";
import { conflict, forbidden } from "../errors.ts";
import { getRun } from "./get-run.ts";
import { getRunKey } from "./internal.ts";
import { languageOf } from "./language.ts";
import { SENTENCES } from "./sentences.ts";
import { settleRun } from "./settle.ts";
import type { RunDetail } from "./shared.ts";

/** Ends an open run for an administrator; its process is answered with `cancelled`. */
export async function cancelRun(ctx: PortalCtx, input: { runId: string }): Promise<RunDetail> {
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.isAdmin) {
    throw forbidden("Only administrators of the portal may cancel a run.");
  }
  const key = await getRunKey(ctx, input.runId);
  const isMine = await settleRun(ctx, {
    ...key,
    outcome: "cancelled",
    message: SENTENCES.cancelled[await languageOf(ctx)],
    by: `user:${actor.userId}`,
  });
  const detail = await getRun(ctx, { runId: key.runId });
  if (!isMine && detail.run.outcome !== "cancelled") {
    throw conflict(`The run is settled already: ${detail.run.outcome ?? "unknown"}.`);
  }
  return detail;
}
