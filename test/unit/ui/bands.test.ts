import { describe, expect, test } from "vitest";
import {
  missingIn,
  withBands,
  type Band,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/bands.ts";
import { makeEntry, NO_COVERAGE } from "./make-entry.ts";

const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, "0")}:00:00Z`;
const rows = [12, 11, 8, 7].map((hour) => makeEntry(String(hour), { at: at(hour) }));
const gap: Band = { id: "gap", state: "lost", from: at(9), to: at(10) };
const before: Band = { id: "before", state: "before", from: null, to: at(6) };
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

  test("is nothing before it is known", () => {
    expect(missingIn(null, { from: 0, to: 1 })).toEqual([]);
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

  test("do not tell what lies beyond the pages loaded", () => {
    const newest: Band = { id: "newest", state: "pending", from: at(13), to: at(14) };

    expect(idsOf({ bands: [before, gap], hasMore: true })).toEqual(["12", "11", "gap", "8", "7"]);
    expect(idsOf({ bands: [newest], hasBefore: true })).toEqual(["12", "11", "8", "7"]);
    expect(idsOf({ bands: [newest] })).toEqual(["newest", "12", "11", "8", "7"]);
  });
});
