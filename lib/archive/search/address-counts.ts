import { eachAddress, WIDE, type Address } from "../blocks/cells.ts";
import { Slots } from "./slots.ts";

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
    return this.#numbers.counts.length + this.#wide.counts.length + this.#texts.size;
  }

  /** Addresses with at least so many entries. */
  from(least: number): [Address, number][] {
    const found: [Address, number][] = [];
    this.#numbers.each(least, (key, count) => found.push([key[0] ?? 0, count]));
    this.#wide.each(least, (key, count) => {
      const bytes = Buffer.alloc(16);
      for (const [lane, part] of key.entries()) bytes.writeUInt32BE(part, lane * 4);
      found.push([WIDE + bytes.toString("latin1"), count]);
    });
    for (const [text, count] of this.#texts) if (count >= least) found.push([text, count]);
    return found;
  }

  /** How many entries the address at that place has, the most frequent first. */
  countAt(place: number): number {
    const parts = [this.#numbers.counts, this.#wide.counts, [...this.#texts.values()]];
    const counts = new Float64Array(this.size);
    let at = 0;
    for (const part of parts) {
      counts.set(part, at);
      at += part.length;
    }
    return counts.sort()[counts.length - 1 - place] ?? 0;
  }

  /** The bytes follow a zero. */
  #addWide(bytes: Buffer, count: number): void {
    for (let lane = 0; lane < 4; lane += 1) {
      this.#wide.key[lane] = bytes.readUInt32BE(1 + lane * 4);
    }
    this.#wide.add(count);
  }
}
