import type { StepContext } from "../runs/index.ts";

const DAY_MS = 86_400_000;

/** The moment relative periods count from: a call may be stored long after the portal made it. */
export function timeOfCall({
  calledAt,
  receivedAt,
}: Pick<StepContext["run"], "calledAt" | "receivedAt">): Date {
  const lateMs = receivedAt.getTime() - calledAt.getTime();
  const monthStart = Date.UTC(receivedAt.getUTCFullYear(), receivedAt.getUTCMonth());
  const isTimed = lateMs >= -DAY_MS && lateMs <= 2 * DAY_MS && calledAt.getTime() !== monthStart;
  return isTimed ? calledAt : receivedAt;
}
