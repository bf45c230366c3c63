import { describe, expect, test } from "vitest";
import {
  placeOf,
  rangeOf,
  segmentsOf,
  totalOf,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/histogram-scale.ts";

const counts = { danger: 1, security: 0, warning: 0, info: 3, quiet: 0 };
const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, "0")}:00:00Z`;
const bars = [0, 1, 2, 3].map((hour) => ({ from: at(hour), to: at(hour + 1), counts }));

describe("a bar", () => {
  test("is as high as its entries, gravest at the ground", () => {
    const parts = segmentsOf(counts, { highest: 8, height: 80 });

    expect(totalOf(counts)).toBe(4);
    expect(parts).toEqual([
      { group: "danger", top: 70, height: 10 },
      { group: "info", top: 40, height: 30 },
    ]);
  });

  test("shows also what is rare", () => {
    const [part] = segmentsOf({ ...counts, info: 0 }, { highest: 100_000, height: 80 });

    expect(part?.height).toBeGreaterThanOrEqual(1);
  });
});

describe("a range", () => {
  test("goes from the first bar to the end of the last, whichever was pointed at first", () => {
    expect(rangeOf({ first: 2, last: 1 }, bars)).toEqual({ from: at(1), to: at(3) });
    expect(rangeOf({ first: 9, last: 9 }, bars)).toBeNull();
  });
});

describe("what is missing", () => {
  test("lies where its time is, as far as the chart reaches", () => {
    expect(placeOf({ from: at(1), to: at(2) }, bars)).toEqual({ left: 0.25, width: 0.25 });
    expect(placeOf({ from: null, to: at(1) }, bars)).toEqual({ left: 0, width: 0.25 });
    expect(placeOf({ from: at(9), to: at(10) }, bars)).toBeNull();
  });
});
