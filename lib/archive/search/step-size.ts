const [QUICK_MS, SLOW_MS] = [250, 1_000];

/** How much the next step takes, after how long this one took. */
export function nextSize(size: number, { tookMs, max }: { tookMs: number; max: number }): number {
  if (tookMs < QUICK_MS) return Math.min(size * 2, max);
  return tookMs > SLOW_MS ? Math.max(1, Math.floor(size / 2)) : size;
}

/** How much is tried after a step that did not end in time. */
export function smaller(size: number): number {
  return Math.max(1, Math.floor(size / 8));
}
