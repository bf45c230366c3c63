const FIRST_KEYS = 1 << 9;
const GROWTH = 4;
// A slot for each key and one free at least: few steps lead to a key.
const SLOTS_PER_KEY = 2;
const [SPREAD, MIX] = [0x9e3779b1, 0x85ebca6b];

/**
 * Counts by keys of some numbers of 32 bits each. Keys and counts stand close together in the order in which they came,
 * found through places in a table: what is read most is small enough to stay near the processor.
 */
export class Slots {
  /** What is added next. */
  readonly key: Uint32Array;
  /** Places of keys, counted from one; zero where a slot is free. */
  #places = new Uint32Array(FIRST_KEYS * SLOTS_PER_KEY);
  #keys: Uint32Array;
  #counts = new Float64Array(FIRST_KEYS);
  #size = 0;

  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
    this.key = new Uint32Array(width);
    this.#keys = new Uint32Array(FIRST_KEYS * width);
  }

  /** Different keys. */
  get size(): number {
    return this.#size;
  }

  add(by: number): void {
    let slot = this.#slotOfKey();
    const place = this.#places[slot] ?? 0;
    if (place !== 0) {
      this.#counts[place - 1] = (this.#counts[place - 1] ?? 0) + by;
      return;
    }
    if (this.#size === this.#counts.length) {
      this.#grow();
      slot = this.#slotOfKey();
    }
    this.#keys.set(this.key, this.#size * this.#width);
    this.#counts[this.#size] = by;
    this.#size += 1;
    this.#places[slot] = this.#size;
  }

  /** The count of `key`. */
  get(): number {
    const place = this.#places[this.#slotOfKey()] ?? 0;
    return place === 0 ? 0 : (this.#counts[place - 1] ?? 0);
  }

  /** Goes through keys and counts; only those of at least so many entries. */
  each(least: number, take: (key: Uint32Array, count: number) => void): void {
    const [keys, width] = [this.#keys, this.#width];
    this.eachCount((count, place) => {
      if (count >= least) take(keys.subarray(place * width, (place + 1) * width), count);
    });
  }

  eachCount(take: (count: number, place: number) => void): void {
    const counts = this.#counts;
    for (let place = 0; place < this.#size; place += 1) take(counts[place] ?? 0, place);
  }

  #slotOfKey(): number {
    const { key } = this;
    const [places, keys, width] = [this.#places, this.#keys, this.#width];
    const last = places.length - 1;
    const first = key[0] ?? 0;
    let slot = this.#hash(key, 0) & last;
    for (;;) {
      const place = places[slot] ?? 0;
      if (place === 0) return slot;
      const start = (place - 1) * width;
      if (keys[start] === first && (width === 1 || this.#isAt(start))) return slot;
      slot = (slot + 1) & last;
    }
  }

  #hash(keys: Uint32Array, start: number): number {
    let hash = 0;
    for (let lane = 0; lane < this.#width; lane += 1) {
      hash = Math.imul(hash ^ (keys[start + lane] ?? 0), SPREAD);
      hash = Math.imul(hash ^ (hash >>> 15), MIX);
    }
    return hash ^ (hash >>> 13);
  }

  #isAt(start: number): boolean {
    const { key } = this;
    for (let lane = 1; lane < this.#width; lane += 1) {
      if (this.#keys[start + lane] !== key[lane]) return false;
    }
    return true;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Uint32Array(keys.length * GROWTH);
    this.#keys.set(keys);
    this.#counts = new Float64Array(counts.length * GROWTH);
    this.#counts.set(counts);
    const places = new Uint32Array(this.#counts.length * SLOTS_PER_KEY);
    for (let place = 0; place < this.#size; place += 1) {
      let slot = this.#hash(keys, place * this.#width) & (places.length - 1);
      while (places[slot] !== 0) slot = (slot + 1) & (places.length - 1);
      places[slot] = place + 1;
    }
    this.#places = places;
  }
}
