import { eachAddress, WIDE, type Address } from "../blocks/cells.ts";
import { Slots } from "./slots.ts";
import { TopCounts } from "./top-counts.ts";

/** Entries by address. There may be very many, so those of four and sixteen bytes are held without objects. */
export class AddressCounts {
  readonly #numbers = new Slots(1);
  readonly #wide = new Slots(4);
  readonly #texts = new Map<string, number>();
  readonly #takers = {
    take: (address: Address, count: number): void => this.add(address, count),
    takeWide: (bytes: Buffer, count: number): void => this.#addWide(bytes, count),
  };

  add(address: Address, by: number): void {
    if (typeof address === "number") {
      this.#numbers.key[0] = address;
      this.#numbers.add(by);
    } else if (address.startsWith(WIDE)) {
      this.#addWide(Buffer.from(address, "latin1"), by);
    } else {
      this.#texts.set(address, (this.#texts.get(address) ?? 0) + by);
    }
  }

  addPacked(packed: Uint8Array): void {
    eachAddress(packed, this.#takers);
  }

  get size(): number {
    return this.#numbers.size + this.#wide.size + this.#texts.size;
  }

  /** Entries of one address. */
  countOf(address: Address): number {
    if (typeof address === "number") {
      this.#numbers.key[0] = address;
      return this.#numbers.get();
    }
    if (!address.startsWith(WIDE)) return this.#texts.get(address) ?? 0;
    this.#setWide(Buffer.from(address, "latin1"));
    return this.#wide.get();
  }

  /** Addresses with more than so many entries, and as many of those with as many as `max` leaves room for. */
  from(least: number, max = Infinity): [Address, number][] {
    const found: [Address, number][] = [];
    for (const isEqual of [false, true]) {
      const isWanted = (count: number): boolean =>
        isEqual ? count === least && found.length < max : count > least;
      this.#numbers.each(least, (key, count) => {
        if (isWanted(count)) found.push([key[0] ?? 0, count]);
      });
      this.#wide.each(least, (key, count) => {
        if (isWanted(count)) found.push([wideAddress(key), count]);
      });
      for (const [text, count] of this.#texts) if (isWanted(count)) found.push([text, count]);
    }
    return found;
  }

  /** How many entries the address at that place has, the most frequent first. */
  countAt(place: number): number {
    if (place >= this.size) return 0;
    const top = new TopCounts(place + 1);
    const take = (count: number): void => top.add(count);
    this.#numbers.eachCount(take);
    this.#wide.eachCount(take);
    for (const count of this.#texts.values()) take(count);
    return top.least;
  }

  #addWide(bytes: Buffer, count: number): void {
    this.#setWide(bytes);
    this.#wide.add(count);
  }

  /** The bytes follow a zero. */
  #setWide(bytes: Buffer): void {
    for (let lane = 0; lane < 4; lane += 1) {
      this.#wide.key[lane] = bytes.readUInt32BE(1 + lane * 4);
    }
  }
}

function wideAddress(key: Uint32Array): string {
  const bytes = Buffer.alloc(16);
  for (const [lane, part] of key.entries()) bytes.writeUInt32BE(part, lane * 4);
  return WIDE + bytes.toString("latin1");
}
