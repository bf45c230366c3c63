import { describe, expect, test } from "vitest";
import {
  archiveBegin,
  isAllMissing,
  isMissing,
  missingIn,
  withBands,
  type Band,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/bands.ts";
import { makeEntry, NO_COVERAGE } from "./make-entry.ts";

const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, "0")}:00:00Z`;
const rows = [12, 11, 8, 7].map((hour) => makeEntry(String(hour), { at: at(hour) }));
const gap: Band = { id: "gap", state: "lost", from: at(9), to: at(10) };
const before: Band = { id: "before", state: "before", from: null, to: at(6) };
const removedBand = (from: number, to: number): Extract<Band, { state: "removed" }> => ({
  ...{ id: "removed", state: "removed", months: 1, isWhole: false },
  ...{ from: at(from), to: new Date(Date.parse(at(0)) + to * 3_600_000).toISOString() },
});
const whole = { hasMore: false, hasBefore: false };

const idsOf = (input: Partial<Parameters<typeof withBands>[0]>) =>
  withBands({ rows, bands: [], sort: "desc", ...whole, ...input }).map(({ id }) => id);

describe("what is missing", () => {
  const view = {
    ...NO_COVERAGE,
    spans: [
      { state: "before" as const, from: null, to: at(6) },
      { state: "loaded" as const, from: at(6), to: at(9) },
      { state: "pending" as const, from: at(9), to: at(10) },
      { state: "loaded" as const, from: at(10), to: at(12) },
    ],
  };

  test("is everything but what is loaded", () => {
    const all = missingIn(view, { from: -Infinity, to: Infinity });

    expect(all.map(({ state }) => state)).toEqual(["before", "pending"]);
  });

  test("is only what the range touches", () => {
    const range = { from: Date.parse(at(6)), to: Date.parse(at(9)) };

    expect(missingIn(view, range)).toEqual([]);
  });

  test("is also what was removed of loaded time, in the order of its begin", () => {
    const removed = [{ from: at(7), to: at(11), months: 1, isWhole: false }];
    const all = missingIn({ ...view, removed }, { from: -Infinity, to: Infinity });

    expect(all.map(({ state }) => state)).toEqual(["before", "removed", "pending"]);
    expect(missingIn({ ...view, removed }, { from: Date.parse(at(11)), to: Infinity })).toEqual([]);
  });

  test("is nothing before it is known", () => {
    expect(missingIn(null, { from: 0, to: 1 })).toEqual([]);
  });
});

describe("a range", () => {
  const gone: Band = { ...removedBand(6, 9), isWhole: true };
  const limits = { from: Date.parse(at(2)), to: Date.parse(at(8)) };

  test("is all missing where nothing of it is left, whatever each part of it lacks", () => {
    expect(isAllMissing([before, gone], limits)).toBe(true);
    expect(isAllMissing([gone], limits)).toBe(false);
    expect(isAllMissing([before, gone, gap], { ...limits, to: Infinity })).toBe(false);
  });

  test("is not where some entries are kept or can still be loaded", () => {
    const pending: Band = { id: "pending", state: "pending", from: at(6), to: at(9) };

    expect(isAllMissing([before, removedBand(6, 9)], limits)).toBe(false);
    expect(isAllMissing([before, pending], limits)).toBe(false);
  });

  test("has no missing entries beside of bands", () => {
    expect(isMissing([gap], { from: at(10), to: at(11) })).toBe(false);
    expect(isMissing([gap], { from: at(8), to: at(10) })).toBe(true);
  });
});

describe("the archive's begin", () => {
  const spans = [
    { state: "before" as const, from: null, to: at(6) },
    { state: "loaded" as const, from: at(6), to: at(12) },
  ];
  const span = { from: at(6), to: at(9), months: 1 };

  test("is behind what was removed wholly", () => {
    expect(archiveBegin({ ...NO_COVERAGE, spans, removed: [{ ...span, isWhole: true }] })).toBe(
      at(9),
    );
  });

  test("is where the log was known first while something of it is left", () => {
    expect(archiveBegin({ ...NO_COVERAGE, spans, removed: [{ ...span, isWhole: false }] })).toBe(
      at(6),
    );
    expect(archiveBegin(null)).toBeNull();
  });
});

describe("rows with bands", () => {
  test("have each band at the place of its time", () => {
    expect(idsOf({ bands: [before, gap] })).toEqual(["12", "11", "gap", "8", "7", "before"]);
  });

  test("have them in the order shown", () => {
    const list = { rows: rows.toReversed(), bands: [before, gap], sort: "asc" as const };

    expect(idsOf(list)).toEqual(["before", "7", "8", "gap", "11", "12"]);
  });

  test("have one that lies over others at its end, or at its begin in the other order", () => {
    const bands = [before, removedBand(6, 11.5), gap];
    const list = { rows: rows.toReversed(), bands, sort: "asc" as const };

    expect(idsOf({ bands })).toEqual(["12", "removed", "11", "gap", "8", "7", "before"]);
    expect(idsOf(list)).toEqual(["before", "removed", "7", "8", "gap", "11", "12"]);
  });

  test("do not tell what lies beyond the pages loaded", () => {
    const newest: Band = { id: "newest", state: "pending", from: at(13), to: at(14) };

    expect(idsOf({ bands: [before, gap], hasMore: true })).toEqual(["12", "11", "gap", "8", "7"]);
    expect(idsOf({ bands: [newest], hasBefore: true })).toEqual(["12", "11", "8", "7"]);
    expect(idsOf({ bands: [newest] })).toEqual(["newest", "12", "11", "8", "7"]);
  });
});
