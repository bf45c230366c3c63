import { describe, expect, test } from "vitest";
import { canBeRemoved } from "../../../../lib/archive/keep/can-be-removed.ts";

const month = 2026 * 12 + 10;
const now = new Date("2028-01-01T00:00:00Z");
const at = (text: string) => new Date(text);

describe("a removal by retention", () => {
  test.each([
    [1, month, "2027-01-01T00:00:00Z"],
    [1, month, "2026-12-31T12:00:00Z"],
    [12, month, "2027-12-01T00:00:00Z"],
    [120, month - 120, "2027-01-01T00:00:00Z"],
    [1, month, "2028-01-01T12:00:00Z"],
  ])("of class %s and month %s can have been at %s", (keep, of, removedAt) => {
    expect(canBeRemoved({ keep, month: of, removedAt: at(removedAt) }, now)).toBe(true);
  });

  test.each([
    [0, 0, "2027-01-01T00:00:00Z"],
    [2, 0, "2027-01-01T00:00:00Z"],
    [-1, 0, "2027-01-01T00:00:00Z"],
    [1, month, "2026-12-30T12:00:00Z"],
    [12, month, "2027-11-01T00:00:00Z"],
    [1, month, "2028-01-02T12:00:00Z"],
  ])("of class %s and month %s cannot have been at %s", (keep, of, removedAt) => {
    expect(canBeRemoved({ keep, month: of, removedAt: at(removedAt) }, now)).toBe(false);
  });
});
