import type { PortalCtx } from "../ctx.ts";
import { conflict, forbidden } from "../errors.ts";
import { getRun } from "./get-run.ts";
import { getRunKey } from "./internal.ts";
import { settleRun } from "./settle.ts";
import type { RunDetail } from "./shared.ts";
import { languageOf } from "./verdicts.ts";

const CANCELLED = {
  en: "The run was cancelled by an administrator.",
  ru: "Выполнение отменено администратором.",
};

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
    message: CANCELLED[await languageOf(ctx)],
    by: `user:${actor.userId}`,
  });
  const detail = await getRun(ctx, { runId: key.runId });
  if (!isMine && detail.run.outcome !== "cancelled") {
    throw conflict(`The run is settled already: ${detail.run.outcome ?? "unknown"}.`);
  }
  return detail;
}
