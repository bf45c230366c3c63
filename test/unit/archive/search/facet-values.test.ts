import { expect, test } from "vitest";
import { addressCell } from "../../../../lib/archive/blocks/cell-values.ts";
import { AddressCounts } from "../../../../lib/archive/search/address-counts.ts";
import { facetValues } from "../../../../lib/archive/search/facet-values.ts";
import { splitOwn } from "../../../../lib/archive/search/own-condition.ts";
import type { Snapshot } from "../../../../lib/archive/search/snapshot.ts";
import { parseQuery } from "../../../../lib/filter/index.ts";

const FIELD = { name: "ip", path: [] };
const RARE = "2001:db8::7";
const RAREST = "203.0.113.9";

async function valuesOf(many: number, input: { q?: string; find?: string }) {
  const tally = new AddressCounts();
  for (let at = 0; at < many; at += 1) tally.add(at, 3);
  tally.add(addressCell("198.51.100.4"), 50);
  tally.add(addressCell(RARE), 2);
  tally.add(addressCell(RAREST), 1);
  const read = parseQuery(input.q ?? "");
  const { own } = splitOwn(read.ok ? read.query : null, FIELD);
  // Addresses are named without a look at the database.
  const { values, ...rest } = await facetValues({} as Snapshot, {
    ...{ field: FIELD, tally, own, limit: 2, find: input.find },
  });
  return { ...rest, values: values.map(({ value, count }) => `${value} ${count}`) };
}

test("a chosen address is shown with its entries, however rare it is among many", async () => {
  const found = await valuesOf(100_000, { q: `ip:${RARE} OR ip:${RAREST}` });

  expect(found.values[0]).toBe("198.51.100.4 50");
  expect(found.values.slice(2)).toEqual([`${RARE} 2`, `${RAREST} 1`]);
  expect(found).toMatchObject({ distinct: 100_003, isExact: true });
});

test("a text is looked for in all addresses where they are not too many", async () => {
  expect(await valuesOf(1_000, { find: "203.0.113." })).toEqual({
    ...{ values: [`${RAREST} 1`], distinct: 1, isExact: true },
  });
});

test("a text is looked for in the most frequent of very many addresses, and it is told", async () => {
  expect(await valuesOf(100_000, { find: "198.51." })).toMatchObject({
    ...{ values: ["198.51.100.4 50"], isExact: false },
  });
});
