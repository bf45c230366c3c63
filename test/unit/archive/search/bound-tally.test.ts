import { expect, test } from "vitest";
import { boundTally, type Tally } from "../../../../lib/archive/search/bound-tally.ts";

function tallyOf(count: number): Tally {
  return new Map(Array.from({ length: count }, (_, at) => [String(at), at < 10 ? 5 + at : 1]));
}

test("a field with more values than can be held keeps the most frequent ones, and it is told", () => {
  const [few, many] = [tallyOf(1_000), tallyOf(200_001)];

  expect([boundTally(few), boundTally(many)]).toEqual([false, true]);
  expect(few.size).toBe(1_000);
  expect(many.size).toBe(100_000);
  for (let at = 0; at < 10; at += 1) expect(many.get(String(at))).toBe(5 + at);
});
