import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressCell,
  cellAddress,
  cellUser,
  userCell,
} from "../../../../lib/archive/blocks/cell-values.ts";
import {
  eachAddress,
  eachNumber,
  eachPair,
  packAddresses,
  packNumbers,
  packPairs,
  type Address,
  type Pairs,
} from "../../../../lib/archive/blocks/cells.ts";
import { AddressCounts } from "../../../../lib/archive/search/address-counts.ts";

const count = fc.integer({ min: 1, max: 2_147_483_647 });
const number = fc.integer({ min: 0, max: 2 ** 33 });
const numbers = fc
  .array(fc.tuple(number, count), { maxLength: 40 })
  .map((pairs) => new Map<number, number>(pairs));
const text = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ unit: "grapheme", maxLength: 90 }).map((one) => one.replaceAll("\0", "")),
  fc.constantFrom("", "2001:db8::1", "::ffff:203.0.113.7", "010.1.1.1", "fe80::1%eth0", "unknown"),
);
const addresses = fc
  .array(fc.tuple(text.map(addressCell), count), { maxLength: 40 })
  .map((pairs) => new Map<Address, number>(pairs));

function readAddresses(packed: Uint8Array): Map<Address, number> {
  const found = new Map<Address, number>();
  const take = (address: Address, by: number) => {
    found.set(address, (found.get(address) ?? 0) + by);
  };
  eachAddress(packed, { take });
  return found;
}

describe("packed counts", () => {
  test("of numbers come out as they went in, also several behind each other", () => {
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const read: [number, number][] = [];
        const packed = Buffer.concat([packNumbers(one), packNumbers(other)]);
        eachNumber(packed, (value, by) => read.push([value, by]));

        const sorted = [one, other].flatMap((cells) => [...cells].sort(([a], [b]) => a - b));
        expect(read).toEqual(sorted);
      }),
    );
  });

  test("of addresses come out as they went in", () => {
    fc.assert(
      fc.property(addresses, (cells) => {
        expect(readAddresses(packAddresses(cells))).toEqual(cells);
      }),
    );
  });

  test("of each user's addresses come out as they went in", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, addresses), { maxLength: 8 }), (list) => {
        const pairs: Pairs = new Map(list);
        const read: Pairs = new Map();
        eachPair(packPairs(pairs), (user, packed) => read.set(user, readAddresses(packed)));

        expect(read).toEqual(pairs);
      }),
    );
  });

  test("tell users and addresses apart exactly as they are stored", () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
        text,
        (id, sent) => {
          expect(cellUser(userCell(id))).toBe(id);
          expect(cellAddress(addressCell(sent))).toBe(sent);
        },
      ),
    );
    expect(new Set([null, 0, -1, 1].map(userCell)).size).toBe(4);
  });
});

describe("counts by address", () => {
  test("sum up what is packed, with the most frequent ones first to be found", () => {
    const many = fc.array(addresses, { maxLength: 6 });
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: 30 }), (list, place) => {
        const counts = new AddressCounts();
        const expected = new Map<Address, number>();
        for (const cells of list) {
          counts.addPacked(packAddresses(cells));
          for (const [address, by] of cells) {
            expected.set(address, (expected.get(address) ?? 0) + by);
          }
        }

        expect(counts.size).toBe(expected.size);
        expect(new Map(counts.from(0))).toEqual(expected);
        for (const [address, by] of expected) expect(counts.countOf(address)).toBe(by);
        const rest = [...expected.values()].sort((one, other) => other - one);
        expect(counts.countAt(place)).toBe(rest[place] ?? 0);
      }),
    );
  });

  test("hold more than they have room for at first", () => {
    const counts = new AddressCounts();
    for (let at = 0; at < 20_000; at += 1) {
      counts.add(at * 257, 1);
      counts.add(addressCell(`2001:db8::${(at % 5_000).toString(16)}`), 1);
    }

    expect(counts.size).toBe(25_000);
    expect(counts.countAt(0)).toBe(4);
    expect(counts.from(4)).toHaveLength(5_000);
    expect(counts.from(1, 100)).toHaveLength(5_000);
    expect(counts.from(1, 6_000)).toHaveLength(6_000);
    expect(counts.countOf(addressCell("2001:db8::ffff"))).toBe(0);
    expect(counts.size).toBe(25_000);
  });
});
