import { expect, test } from "vitest";
import {
  keepPairs,
  knownPairs,
  newKnownSeen,
} from "../../../../lib/archive/store/seen-addresses.ts";

const pairs = (address: string) =>
  new Map([[`1 ${address}`, { userId: 1, address, at: 5, seq: 1, month: 3 }]]);

test("what is remembered of users holds until some of it is forgotten", () => {
  const known = newKnownSeen();
  keepPairs(known, { pairs: pairs("10.0.0.1"), forgotten: 0n });

  expect([...knownPairs(known, 0n).keys()]).toEqual(["1 10.0.0.1"]);
  expect(knownPairs(known, 1n).size).toBe(0);
});

test("an append that ends after others learnt that its pairs are forgotten leaves them forgotten", () => {
  const known = newKnownSeen();
  knownPairs(known, 1n);
  keepPairs(known, { pairs: pairs("10.0.0.1"), forgotten: 0n });
  keepPairs(known, { pairs: pairs("10.0.0.2"), forgotten: 1n });

  expect([...knownPairs(known, 1n).keys()]).toEqual(["1 10.0.0.2"]);
});
