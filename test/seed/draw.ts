import { createHash } from "node:crypto";
import { SeededRandom } from "../portal/random.ts";

/** A generator of its own for every thing that is drawn: what one needs never shifts another. */
export function randomFor(...parts: (string | number)[]): SeededRandom {
  const digest = createHash("sha256").update(parts.join("/")).digest();
  return new SeededRandom(digest.readUInt32LE(0));
}

export function hex(random: SeededRandom, length: number): string {
  let text = "";
  while (text.length < length) {
    text += Math.floor(random.next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  }
  return text.slice(0, length);
}

export function chance(random: SeededRandom, share: number): boolean {
  return random.next() < share;
}

/** Low numbers often, high ones rarely: what few do much and many do little. */
export function skewed(random: SeededRandom, limit: number, power = 2.2): number {
  return Math.min(limit - 1, Math.floor(limit * random.next() ** power));
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("A list to choose from is empty.");
  return item;
}

export function pick<T>(random: SeededRandom, items: readonly T[]): T {
  return at(items, random.below(items.length));
}

/** Items by weight: a ticket is found by halving. */
export function weighted<T>(items: readonly (readonly [weight: number, item: T])[]) {
  const bounds: number[] = [];
  let total = 0;
  for (const [weight] of items) {
    total += weight;
    bounds.push(total);
  }
  return (random: SeededRandom): T => {
    const ticket = random.next() * total;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bounds[middle] ?? 0) <= ticket) low = middle + 1;
      else high = middle;
    }
    return at(items, low)[1];
  };
}
