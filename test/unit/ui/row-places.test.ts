import { describe, expect, test } from "vitest";
import { rowPlaces } from "../../../app/_ui/table/row-places.ts";
import { scrollTarget } from "../../../app/_ui/table/scroll-target.ts";

const HEIGHT = 40;
const keyOf = (index: number) => `row ${index}`;

function places(count: number, measured: Record<number, number> = {}) {
  const heights = Object.entries(measured).map(([index, height]) => {
    return [keyOf(Number(index)), height] as const;
  });
  return rowPlaces({ count, usual: HEIGHT, keyOf, measured: new Map(heights), version: 0 });
}

describe("the places of rows", () => {
  test("follow each other evenly where no row is measured", () => {
    const rows = places(50_000);

    expect(rows.height).toBe(2_000_000);
    expect(rows.startOf(30_000)).toBe(1_200_000);
    expect(rows.indexAt(1_200_039)).toBe(30_000);
  });

  test("give way to rows that are higher", () => {
    const rows = places(5, { 1: 100, 3: 60 });

    expect([0, 1, 2, 3, 4, 5].map(rows.startOf)).toEqual([0, 40, 140, 180, 240, 280]);
    expect(rows.height).toBe(280);
    expect([0, 39, 40, 139, 140, 239, 240].map(rows.indexAt)).toEqual([0, 0, 1, 1, 2, 3, 4]);
  });

  test("end with the last row, and are none without rows", () => {
    for (const rows of [places(3), places(3, { 0: 90 })]) {
      expect(rows.indexAt(9_999)).toBe(2);
      expect(rows.indexAt(-5)).toBe(0);
    }
    expect(places(0).indexAt(100)).toBe(0);
    expect(places(0).height).toBe(0);
  });
});

describe("what is scrolled to for a row", () => {
  const rows = places(100);
  const view = { top: 400, height: 238, most: 3_800, head: 38 };
  const target = (index: number, align: "auto" | "center" | "end" | "start" = "auto") =>
    scrollTarget(rows, view, { index, align });

  test("is nothing for one that is in view", () => {
    expect(target(11)).toBeNull();
    expect(target(13)).toBeNull();
  });

  test("is only as far as it takes", () => {
    expect(target(8)).toEqual({ top: 320, align: "start" });
    expect(target(20)).toEqual({ top: 640, align: "end" });
  });

  test("is the middle where that is asked for, and never beyond the ends", () => {
    expect(target(50, "center")).toEqual({ top: 1_901, align: "center" });
    expect(target(0, "center")).toEqual({ top: 0, align: "center" });
    expect(target(99, "end")).toEqual({ top: 3_800, align: "end" });
    expect(target(500, "start")).toEqual({ top: 3_800, align: "start" });
  });
});
