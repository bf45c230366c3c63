const FIRST_SLOTS = 1 << 10;
const GROWTH = 4;
const [SPREAD, MIX] = [0x9e3779b1, 0x85ebca6b];

/** Counts by keys of some numbers of 32 bits each, in arrays that grow. */
export class Slots {
  /** What is added next. */
  readonly key: Uint32Array;
  #keys: Uint32Array;
  // No entries: the slot is free.
  #counts = new Float64Array(FIRST_SLOTS);
  #filled = 0;

  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
    this.key = new Uint32Array(width);
    this.#keys = new Uint32Array(FIRST_SLOTS * width);
  }

  /** Different keys. */
  get size(): number {
    return this.#filled;
  }

  add(by: number): void {
    const slot = this.#slotOfKey();
    const count = this.#counts[slot] ?? 0;
    this.#counts[slot] = count + by;
    if (count !== 0) return;
    const start = slot * this.#width;
    for (let lane = 0; lane < this.#width; lane += 1) {
      this.#keys[start + lane] = this.key[lane] ?? 0;
    }
    this.#filled += 1;
    if (this.#filled * 2 > this.#counts.length) this.#grow();
  }

  /** The count of `key`. */
  get(): number {
    return this.#counts[this.#slotOfKey()] ?? 0;
  }

  /** Goes through keys and counts, where `key` is each in turn; only those of at least so many entries. */
  each(least: number, take: (key: Uint32Array, count: number) => void): void {
    const [keys, counts, width] = [this.#keys, this.#counts, this.#width];
    for (let slot = 0; slot < counts.length; slot += 1) {
      const count = counts[slot] ?? 0;
      if (count > 0 && count >= least) take(keys.subarray(slot * width, (slot + 1) * width), count);
    }
  }

  eachCount(take: (count: number) => void): void {
    const counts = this.#counts;
    for (let slot = 0; slot < counts.length; slot += 1) {
      const count = counts[slot] ?? 0;
      if (count > 0) take(count);
    }
  }

  #slotOfKey(): number {
    const { key } = this;
    const [keys, counts, width] = [this.#keys, this.#counts, this.#width];
    const last = counts.length - 1;
    let hash = 0;
    for (let lane = 0; lane < width; lane += 1) {
      hash = Math.imul(hash ^ (key[lane] ?? 0), SPREAD);
      hash = Math.imul(hash ^ (hash >>> 15), MIX);
    }
    const first = key[0];
    let slot = (hash ^ (hash >>> 13)) & last;
    while (counts[slot] !== 0) {
      if (keys[slot * width] === first && (width === 1 || this.#isAt(slot))) break;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #isAt(slot: number): boolean {
    const { key } = this;
    for (let lane = 0; lane < this.#width; lane += 1) {
      if (this.#keys[slot * this.#width + lane] !== key[lane]) return false;
    }
    return true;
  }

  #grow(): void {
    const [keys, counts, width] = [this.#keys, this.#counts, this.#width];
    const next = this.key.slice();
    // Each step puts all of them anew: few and wide ones cost less.
    this.#keys = new Uint32Array(keys.length * GROWTH);
    this.#counts = new Float64Array(counts.length * GROWTH);
    for (let slot = 0; slot < counts.length; slot += 1) {
      const count = counts[slot] ?? 0;
      if (count === 0) continue;
      for (let lane = 0; lane < width; lane += 1) this.key[lane] = keys[slot * width + lane] ?? 0;
      const place = this.#slotOfKey();
      for (let lane = 0; lane < width; lane += 1) {
        this.#keys[place * width + lane] = this.key[lane] ?? 0;
      }
      this.#counts[place] = count;
    }
    this.key.set(next);
  }
}
