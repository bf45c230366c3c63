import { describe, expect, test } from "vitest";
import { pendingBefore } from "../../../../lib/archive/view/pending-before.ts";
import { makeEntry, NO_COVERAGE } from "../../ui/make-entry.ts";

const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, "0")}:00:00.000Z`;
const now = new Date(at(20));
const coverage = {
  ...NO_COVERAGE,
  spans: [
    { state: "before" as const, from: null, to: at(1) },
    { state: "pending" as const, from: at(1), to: at(8) },
    { state: "loaded" as const, from: at(8), to: at(12) },
  ],
};

function reach(hours: number[], query = {}, older: string | null = null) {
  const items = hours.map((hour) => makeEntry(String(hour), { at: at(hour) }));
  return pendingBefore({ page: { items, older, searchedTo: null }, coverage, query, now });
}

const after = (hour: number) => new Date(Date.parse(at(hour)) + 1);

describe("a page of the archive", () => {
  test("that begins the list is shown at once when it has rows", () => {
    expect(reach([12, 11])).toBeNull();
  });

  test("without rows reaches what is still to be loaded of its range", () => {
    expect(reach([])).toEqual(after(8));
    expect(reach([], { from: at(9) })).toBeNull();
    expect(reach([], { to: at(5) })).toEqual(new Date(at(5)));
    expect(reach([], { from: "now-3h" })).toBeNull();
  });

  test("further down reaches it only where the rows stored end", () => {
    expect(reach([11, 10], { cursor: "c" }, "next")).toBeNull();
    expect(reach([11, 10], { cursor: "c" })).toEqual(after(8));
  });

  test("has nothing to wait for where all is loaded", () => {
    const page = { items: [], older: null, searchedTo: null };

    expect(pendingBefore({ page, coverage: NO_COVERAGE, query: {}, now })).toBeNull();
  });
});
