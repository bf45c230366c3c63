import { describe, expect, test } from "vitest";
import {
  coverageBands,
  loadedFrom,
  loadedPercent,
  type EpochSpan,
} from "../../../../lib/archive/copy/coverage-bands.ts";
import type { SpanState } from "../../../../lib/archive/copy/spans.ts";

const DAY = Date.UTC(2026, 10, 1);
const at = (hour: number) => new Date(DAY + hour * 3_600_000);

function span(
  state: SpanState,
  ids: [number, number],
  hours: [number | null, number | null],
  epoch = 0,
): EpochSpan {
  const [lowAt, highAt] = hours.map((hour) => (hour === null ? null : at(hour)));
  return {
    epoch,
    state,
    low: BigInt(ids[0]),
    high: BigInt(ids[1]),
    lowAt: lowAt ?? null,
    highAt: highAt ?? null,
  };
}

const show = (spans: EpochSpan[], readHour: number | null = null) =>
  coverageBands(spans, { readAt: readHour === null ? null : at(readHour) }).map(
    ({ state, from, to }) => [
      state,
      from === null ? null : (Date.parse(from) - DAY) / 3_600_000,
      (Date.parse(to) - DAY) / 3_600_000,
    ],
  );

describe("stretches of time", () => {
  test("follow each other without gaps, from before the archive to the last reading", () => {
    const spans = [
      span("lost", [1, 9], [1, null]),
      span("pending", [10, 49], [null, 6]),
      span("loaded", [50, 99], [6, 9]),
      span("lost", [100, 119], [9, 12]),
      span("loaded", [120, 130], [12, 14]),
    ];

    expect(show(spans, 15)).toEqual([
      ["before", null, 1],
      ["lost", 1, 1],
      ["pending", 1, 6],
      ["loaded", 6, 9],
      ["lost", 9, 12],
      ["loaded", 12, 15],
    ]);
  });

  test("of an empty archive are none", () => {
    expect(show([], 5)).toEqual([]);
  });

  test("never run back where times do", () => {
    const spans = [
      span("loaded", [1, 9], [3, 8]),
      span("pending", [10, 20], [7, 7]),
      span("loaded", [21, 30], [6, 9]),
    ];

    expect(show(spans)).toEqual([
      ["before", null, 3],
      ["loaded", 3, 8],
      ["pending", 8, 8],
      ["loaded", 8, 9],
    ]);
  });

  test("between the last entry of former numbers and the first of new ones count as lost", () => {
    expect(show([span("loaded", [5, 9], [1, 4]), span("loaded", [1, 3], [6, 7], 1)], 8)).toEqual([
      ["before", null, 1],
      ["loaded", 1, 4],
      ["lost", 4, 6],
      ["loaded", 6, 8],
    ]);
  });

  test("reach to the last reading only when the newest numbers are loaded", () => {
    expect(
      show([span("loaded", [1, 9], [1, 2]), span("pending", [10, 20], [2, 3])], 9).at(-1),
    ).toEqual(["pending", 2, 3]);
  });
});

describe("what is loaded", () => {
  test("is all only when nothing is pending", () => {
    expect(
      loadedPercent([span("loaded", [1, 999], [1, 2]), span("pending", [1_000, 1_000], [2, 2])]),
    ).toBe(99);
    expect(
      loadedPercent([span("lost", [1, 500], [1, 2]), span("loaded", [501, 999], [2, 3])]),
    ).toBe(100);
    expect(
      loadedPercent([span("pending", [1, 75], [1, 2]), span("loaded", [76, 100], [2, 3])]),
    ).toBe(25);
  });

  test("begins at the oldest entry that nothing is missing behind", () => {
    const spans = [
      span("loaded", [1, 9], [1, 2]),
      span("lost", [10, 20], [2, 3]),
      span("loaded", [21, 30], [3, 4]),
    ];

    expect(loadedFrom(spans)).toEqual(at(3));
    expect(loadedFrom([])).toBeNull();
  });
});
