import { describe, expect, test } from "vitest";
import { makeBars } from "../../../../lib/archive/search/bars.ts";

function bars(from: string, to: string, input: { zone?: string; maxBars?: number } = {}) {
  const { zone = "Europe/Berlin", maxBars = 120 } = input;
  const { width, limits } = makeBars({ from: new Date(from), to: new Date(to) }, { zone, maxBars });
  return { width, limits: limits.map((at) => at.toISOString().replace(":00.000Z", "Z")) };
}

describe("bars", () => {
  test.each([
    ["2026-11-21T10:00:00Z", "2026-11-21T10:01:30Z", "1s"],
    ["2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z", "30s"],
    ["2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "30m"],
    ["2026-11-14T10:00:00Z", "2026-11-21T10:00:00Z", "3h"],
    ["2026-10-22T10:00:00Z", "2026-11-21T10:00:00Z", "6h"],
    ["2026-08-21T10:00:00Z", "2026-11-21T10:00:00Z", "1d"],
    ["2025-11-21T10:00:00Z", "2026-11-21T10:00:00Z", "1w"],
    ["2020-11-21T10:00:00Z", "2026-11-21T10:00:00Z", "1M"],
    ["2000-01-01T00:00:00Z", "2026-11-21T10:00:00Z", "1y"],
  ])("from %s to %s are %s wide", (from, to, width) => {
    expect(bars(from, to).width).toBe(width);
  });

  test("begin and end where the range does, and stand at the zone's days between", () => {
    expect(bars("2026-11-19T10:17:00Z", "2026-11-21T10:00:00Z", { maxBars: 3 })).toEqual({
      width: "1d",
      limits: ["2026-11-19T10:17Z", "2026-11-19T23:00Z", "2026-11-20T23:00Z", "2026-11-21T10:00Z"],
    });
  });

  test("of days are 23 hours long when clocks go forward and 25 when they go back", () => {
    expect(bars("2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z", { maxBars: 5 }).limits).toEqual([
      "2026-03-28T00:00Z",
      "2026-03-28T23:00Z",
      "2026-03-29T22:00Z",
      "2026-03-30T22:00Z",
      "2026-03-31T00:00Z",
    ]);
    expect(bars("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z", { maxBars: 5 }).limits).toEqual([
      "2026-10-24T00:00Z",
      "2026-10-24T22:00Z",
      "2026-10-25T23:00Z",
      "2026-10-26T23:00Z",
      "2026-10-27T00:00Z",
    ]);
  });

  test("of hours count the hour twice that a clock shows twice", () => {
    const { width, limits } = bars("2026-10-25T00:00:00Z", "2026-10-25T04:00:00Z", { maxBars: 4 });

    expect(width).toBe("1h");
    expect(limits).toHaveLength(5);
  });

  test("of several hours stay at the zone's clock on both sides of a change", () => {
    const { limits } = bars("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", { maxBars: 4 });

    expect(limits).toEqual([
      "2026-10-24T22:00Z",
      "2026-10-25T05:00Z",
      "2026-10-25T11:00Z",
      "2026-10-25T17:00Z",
      "2026-10-25T23:00Z",
    ]);
  });

  test("follow zones whose hours begin at other minutes, and offsets", () => {
    const span = ["2026-11-21T10:10:00Z", "2026-11-21T12:40:00Z"] as const;

    for (const zone of ["Asia/Kolkata", "+05:30"]) {
      expect(bars(...span, { zone, maxBars: 4 }).limits).toEqual([
        "2026-11-21T10:10Z",
        "2026-11-21T10:30Z",
        "2026-11-21T11:30Z",
        "2026-11-21T12:30Z",
        "2026-11-21T12:40Z",
      ]);
    }
  });

  test("of weeks begin on Monday, of months on the first", () => {
    expect(
      bars("2026-11-01T00:00:00Z", "2026-11-21T00:00:00Z", { zone: "UTC", maxBars: 4 }),
    ).toEqual({
      width: "1w",
      limits: [
        "2026-11-01T00:00Z",
        "2026-11-02T00:00Z",
        "2026-11-09T00:00Z",
        "2026-11-16T00:00Z",
        "2026-11-21T00:00Z",
      ],
    });
    expect(
      bars("2026-01-15T00:00:00Z", "2026-03-15T00:00:00Z", { zone: "UTC", maxBars: 3 }),
    ).toEqual({
      width: "1M",
      limits: ["2026-01-15T00:00Z", "2026-02-01T00:00Z", "2026-03-01T00:00Z", "2026-03-15T00:00Z"],
    });
  });
});
