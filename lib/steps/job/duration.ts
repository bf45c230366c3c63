/** Whole seconds since the portal's call was stored. */
export function durationOf({ receivedAt }: { receivedAt: Date }, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - receivedAt.getTime()) / 1_000));
}
