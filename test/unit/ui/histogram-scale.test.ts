import { describe, expect, test } from "vitest";
import {
  ghostOf,
  ghostPath,
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

describe("the period before", () => {
  const day = (hour: number) => `2026-11-20T${hour}:00:00Z`;
  const before = {
    width: "1h" as const,
    bars: [20, 21].map((hour) => ({ from: day(hour), to: day(hour + 1), counts })),
    total: 8,
    isExact: true,
    countedTo: null,
    tookMs: 1,
  };

  test("lies at the bars one period later, and all of it is counted", () => {
    expect(ghostOf(bars, before)).toEqual([4, 4, 0, 0]);
  });

  test("is not drawn where nothing was counted or bars are months", () => {
    expect(ghostOf(bars, undefined)).toBeNull();
    expect(ghostOf(bars, { ...before, total: 0 })).toBeNull();
    expect(ghostOf(bars, { ...before, width: "1M" })).toBeNull();
  });

  test("is a line in steps", () => {
    expect(ghostPath([4, 0], { step: 10, highest: 4, height: 40 })).toBe("M0 1.0H10.0V41.0H20.0");
  });
});
