import type { Edition } from "../portal-settings.ts";

interface Level {
  drops: number;
  at: number;
}

const RATES: Record<Edition, { capacity: number; leak: number } | null> = {
  cloud: { capacity: 50, leak: 2 },
  enterprise: { capacity: 250, leak: 5 },
  box: null,
};

/** The request limit of one portal, counted per source address. */
export class LeakyBucket {
  readonly #rate: { capacity: number; leak: number } | null;
  readonly #levels = new Map<string, Level>();

  constructor(edition: Edition) {
    this.#rate = RATES[edition];
  }

  /** Counts a request; false means the bucket is full and the request is refused. */
  take(source: string, nowMs: number): boolean {
    if (this.#rate === null) return true;
    const known = this.#levels.get(source) ?? { drops: 0, at: nowMs };
    const leaked = (Math.max(0, nowMs - known.at) / 1000) * this.#rate.leak;
    const drops = Math.max(0, known.drops - leaked);
    const fits = drops + 1 <= this.#rate.capacity;
    this.#levels.set(source, { drops: fits ? drops + 1 : drops, at: nowMs });
    return fits;
  }

  level(source: string): number {
    return this.#levels.get(source)?.drops ?? 0;
  }

  reset(): void {
    this.#levels.clear();
  }
}
