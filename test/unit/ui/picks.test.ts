import { describe, expect, test } from "vitest";
import { extendPicks, NO_PICKS, pickAll, span, togglePicks } from "../../../app/_ui/table/picks.ts";

const list = (picks: { ids: ReadonlySet<string> }) => [...picks.ids].sort();

describe("picking rows", () => {
  test("takes a row and gives it back", () => {
    const one = togglePicks(NO_PICKS, "a", ["a"]);

    expect(list(one)).toEqual(["a"]);
    expect(list(togglePicks(one, "a", ["a"]))).toEqual([]);
  });

  test("takes all of a folded row, and gives them back only when all were taken", () => {
    const one = togglePicks(NO_PICKS, "a", ["a"]);
    const all = togglePicks(one, "a", ["a", "b"]);

    expect(list(all)).toEqual(["a", "b"]);
    expect(list(togglePicks(all, "a", ["a", "b"]))).toEqual([]);
  });

  test("extends anew from where it began, beside what was picked before", () => {
    const before = togglePicks(NO_PICKS, "x", ["x"]);
    const begun = togglePicks(before, "b", ["b"]);
    const far = extendPicks(begun, "b", ["b", "c", "d"]);
    const near = extendPicks(far, "b", ["a", "b"]);

    expect(list(far)).toEqual(["b", "c", "d", "x"]);
    expect(list(near)).toEqual(["a", "b", "x"]);
  });

  test("takes everything that is loaded", () => {
    expect(list(pickAll(["a", "b"]))).toEqual(["a", "b"]);
  });

  test("covers the places between two rows in either direction", () => {
    expect(span(3, 1)).toEqual([1, 2, 3]);
    expect(span(2, 2)).toEqual([2]);
  });
});
