import { refreshTail } from "../copy/refresh-tail.ts";
import { isAppError } from "../../errors.ts";
import type { PortalCtx } from "../../ctx.ts";
import { within } from "./within.ts";

/** How the portal's log was read for this answer: the archive is read whatever came of it. */
export type TailReading = "fresh" | "late" | "failed";

export async function freshen(
  ctx: PortalCtx,
  input: { maxAgeMs: number; limitMs: number },
): Promise<TailReading> {
  try {
    const age = await within(input.limitMs, refreshTail(ctx, input));
    if (age === "late") return "late";
    return age.isFresh ? "fresh" : "failed";
  } catch (error) {
    // What the portal refused is told by the coverage; the archive's own faults are ours.
    if (!isAppError(error)) throw error;
    return "failed";
  }
}
