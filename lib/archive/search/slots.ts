const FIRST_SLOTS = 1 << 10;
const [SPREAD, MIX] = [0x9e3779b1, 0x85ebca6b];

/** Counts by keys of some numbers of 32 bits each, in arrays that grow. */
export class Slots {
  /** What is added next. */
  readonly key: Uint32Array;
  #keys: Uint32Array;
  // No entries: the slot is free.
  #counts = new Float64Array(FIRST_SLOTS);
  #filled = 0;

  constructor(width: number) {
    this.key = new Uint32Array(width);
    this.#keys = new Uint32Array(FIRST_SLOTS * width);
  }

  get counts(): Float64Array {
    return this.#counts.filter((count) => count > 0);
  }

  add(by: number): void {
    const slot = this.#slotOfKey();
    if (this.#counts[slot] === 0) {
      this.#keys.set(this.key, slot * this.key.length);
      this.#filled += 1;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + by;
    if (this.#filled * 2 > this.#counts.length) this.#grow();
  }

  /** The count of `key`. */
  get(): number {
    return this.#counts[this.#slotOfKey()] ?? 0;
  }

  /** Goes through keys and counts, where `key` is each in turn; only those of at least so many entries. */
  each(least: number, take: (key: Uint32Array, count: number) => void): void {
    const width = this.key.length;
    for (let slot = 0; slot < this.#counts.length; slot += 1) {
      const count = this.#counts[slot] ?? 0;
      if (count > 0 && count >= least) {
        take(this.#keys.subarray(slot * width, (slot + 1) * width), count);
      }
    }
  }

  #slotOfKey(): number {
    const { key } = this;
    const last = this.#counts.length - 1;
    let hash = 0;
    for (let lane = 0; lane < key.length; lane += 1) {
      hash = Math.imul(hash ^ (key[lane] ?? 0), SPREAD);
      hash = Math.imul(hash ^ (hash >>> 15), MIX);
    }
    let slot = (hash ^ (hash >>> 13)) & last;
    while (this.#counts[slot] !== 0 && !this.#isAt(slot)) slot = (slot + 1) & last;
    return slot;
  }

  #isAt(slot: number): boolean {
    const { key } = this;
    for (let lane = 0; lane < key.length; lane += 1) {
      if (this.#keys[slot * key.length + lane] !== key[lane]) return false;
    }
    return true;
  }

  #grow(): void {
    const [keys, counts, width] = [this.#keys, this.#counts, this.key.length];
    const next = this.key.slice();
    this.#keys = new Uint32Array(keys.length * 2);
    this.#counts = new Float64Array(counts.length * 2);
    for (let slot = 0; slot < counts.length; slot += 1) {
      if (counts[slot] === 0) continue;
      this.key.set(keys.subarray(slot * width, (slot + 1) * width));
      const place = this.#slotOfKey();
      this.#keys.set(this.key, place * width);
      this.#counts[place] = counts[slot] ?? 0;
    }
    this.key.set(next);
  }
}
