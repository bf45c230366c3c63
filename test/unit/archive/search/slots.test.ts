import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Slots } from "../../../../lib/archive/search/slots.ts";

const COUNT = 20_000;

function fill(width: number, keys: readonly number[][]) {
  const slots = new Slots(width);
  const expected = new Map<string, number>();
  for (const [at, key] of keys.entries()) {
    slots.key.set(key);
    slots.add(at + 1);
    expected.set(key.join(), (expected.get(key.join()) ?? 0) + at + 1);
  }
  return { slots, expected };
}

function read(slots: Slots, least = 1): Map<string, number> {
  const found = new Map<string, number>();
  slots.each(least, (key, count) => found.set(key.join(), count));
  return found;
}

describe.each([1, 4])("counts by keys of %d numbers", (width) => {
  test("are those of any keys, 0 and the largest included", () => {
    const number = fc.oneof(fc.constantFrom(0, 1, 4_294_967_295), fc.nat(4_294_967_295));
    const key = fc.array(number, { minLength: width, maxLength: width });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const { slots, expected } = fill(width, keys);
        expect(read(slots)).toEqual(expected);
        expect(slots.size).toBe(expected.size);
      }),
    );
  });

  test("stay while the table grows, also of keys that differ in their last number alone", () => {
    const keyOf = (at: number): number[] => [...Array.from({ length: width - 1 }, () => 7), at];
    const keys = Array.from({ length: 2 * COUNT }, (_, at) => keyOf(at % COUNT));
    const { slots, expected } = fill(width, keys);

    expect(slots.size).toBe(COUNT);
    expect(read(slots)).toEqual(expected);
    slots.key.set(keyOf(3));
    expect(slots.get()).toBe(expected.get(keyOf(3).join()));
    slots.key.set(keyOf(COUNT));
    expect(slots.get()).toBe(0);
    const least = 2 * COUNT;
    const large = [...expected].filter(([, count]) => count >= least);
    expect(read(slots, least)).toEqual(new Map(large));
  });
});
