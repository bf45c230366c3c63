import { describe, expect, test } from "vitest";
import { numbersOf, widen } from "../../../../lib/archive/store/known-entries.ts";
import type { DraftRow } from "../../../../lib/archive/store/stored-entry.ts";

function rowsOf(...ids: (string | null)[]): DraftRow[] {
  return ids.map((nativeId) => ({ entry: { nativeId } }) as DraftRow);
}

describe("entries with numbers of the portal", () => {
  test.each([
    [[], null, null, true],
    [["7"], "7", "7", true],
    [["9", "10", "11", "100"], "9", "100", true],
    [["9", "9"], "9", "9", false],
    [["10", "9"], "9", "10", false],
    [["2", "30", "1"], "1", "30", false],
    [["1", null, "2"], "1", "2", false],
    [[null, "4"], "4", "4", false],
    [[null], null, null, false],
  ])("%j lie between %s and %s and rise: %s", (ids, low, high, areRising) => {
    expect(numbersOf(rowsOf(...ids))).toEqual({ low, high, areRising });
  });
});

describe("the range of what is stored", () => {
  const none = { epoch: 0, head: "a", low: null, high: null };
  const some = { ...none, low: "50", high: "900" };

  test.each([
    [none, [], [null, null]],
    [none, ["7"], ["7", "7"]],
    [none, ["9", "10"], ["9", "10"]],
    [none, ["10", "9"], ["9", "10"]],
    [none, [null, "3"], ["3", "3"]],
    [some, ["60", "100"], ["50", "900"]],
    [some, ["1000", "9"], ["9", "1000"]],
    [some, ["900", "50"], ["50", "900"]],
  ])("%j with %j goes from and to %j", (range, ids, [low, high]) => {
    expect(widen(range, numbersOf(rowsOf(...ids)), "b")).toEqual({
      epoch: 0,
      head: "b",
      low,
      high,
    });
  });
});
