const BUCKET_MS = 60_000;
const BUCKETS = 10;
const LIMIT_SECONDS = 480;

/** Execution time per method in ten one-minute buckets that slide. */
export class OperatingTime {
  readonly #byMethod = new Map<string, Map<number, number>>();

  #fresh(method: string, nowMs: number): Map<number, number> {
    const buckets = this.#byMethod.get(method) ?? new Map<number, number>();
    this.#byMethod.set(method, buckets);
    const oldest = Math.floor(nowMs / BUCKET_MS) - BUCKETS + 1;
    for (const index of buckets.keys()) if (index < oldest) buckets.delete(index);
    return buckets;
  }

  add(method: string, input: { seconds: number; nowMs: number }): void {
    const buckets = this.#fresh(method, input.nowMs);
    const index = Math.floor(input.nowMs / BUCKET_MS);
    buckets.set(index, (buckets.get(index) ?? 0) + input.seconds);
  }

  total(method: string, nowMs: number): number {
    let sum = 0;
    for (const seconds of this.#fresh(method, nowMs).values()) sum += seconds;
    return sum;
  }

  isBlocked(method: string, nowMs: number): boolean {
    return this.total(method, nowMs) > LIMIT_SECONDS;
  }

  /** Milliseconds until the oldest counted minute leaves the window. */
  untilReset(method: string, nowMs: number): number {
    const oldest = Math.min(...this.#fresh(method, nowMs).keys());
    const start = Number.isFinite(oldest) ? oldest : Math.floor(nowMs / BUCKET_MS);
    return Math.max(0, (start + BUCKETS) * BUCKET_MS - nowMs);
  }

  reset(): void {
    this.#byMethod.clear();
  }
}
