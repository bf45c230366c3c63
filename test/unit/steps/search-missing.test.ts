import { describe, expect, test } from "vitest";
import { findMissing } from "../../../lib/steps/search/missing.ts";
import { NO_COVERAGE } from "../ui/make-entry.ts";

const coverage = {
  ...NO_COVERAGE,
  removed: [
    { from: "2026-02-11T00:00:00Z", to: "2026-05-01T00:00:00Z", months: 6, isWhole: true },
    { from: "2026-05-01T00:00:00Z", to: "2026-10-01T00:00:00Z", months: 1, isWhole: false },
  ],
};

const removedTo = (from: string | null, to: string) =>
  findMissing({
    coverage,
    range: { from: from === null ? null : new Date(from), to: new Date(to) },
  }).removedTo;

describe("the newest month of which entries were removed", () => {
  test("is the last one the range reaches", () => {
    expect(removedTo(null, "2026-11-21T00:00:00Z")).toBe("2026-09");
    expect(removedTo("2026-03-01T00:00:00Z", "2026-04-15T00:00:00Z")).toBe("2026-04");
    expect(removedTo("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")).toBe("2026-03");
    expect(removedTo("2026-09-30T00:00:00Z", "2026-11-21T00:00:00Z")).toBe("2026-09");
  });

  test("is none outside of what was removed", () => {
    expect(removedTo("2026-10-01T00:00:00Z", "2026-11-21T00:00:00Z")).toBeNull();
    expect(removedTo(null, "2026-02-11T00:00:00Z")).toBeNull();
  });
});
