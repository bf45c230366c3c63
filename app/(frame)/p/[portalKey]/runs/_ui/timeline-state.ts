export const TIMELINE_STATES = [
  "received",
  "running",
  "retried",
  "released",
  "settled",
  "delivered",
  "undeliverable",
  "cancelled",
  "timeout",
  "success",
  "failure",
] as const;

/** A state that has words of its own; null for one that is shown as it is named. */
export function knownTimelineState(state: string): (typeof TIMELINE_STATES)[number] | null {
  return TIMELINE_STATES.find((name) => name === state) ?? null;
}
