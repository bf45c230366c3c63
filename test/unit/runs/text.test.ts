import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanJson, toLine } from "../../../lib/runs/clean-text.ts";
import { newRunId } from "../../../lib/runs/run-id.ts";

describe("toLine", () => {
  test("always gives text that the portal and the database take", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => {
        const line = toLine(text);
        expect(line.length).toBeGreaterThan(0);
        expect(line.length).toBeLessThanOrEqual(1_000);
        expect(line).not.toBe("0");
        expect(line).not.toContain("\0");
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  test("does not cut a character into halves", () => {
    expect(toLine("😀".repeat(600)).isWellFormed()).toBe(true);
  });
});

test("cleanJson reaches every string and key", () => {
  expect(cleanJson({ "a\0": ["b\0", { c: "\uD800" }], d: 1, e: null })).toEqual({
    a: ["b", { c: "\uFFFD" }],
    d: 1,
    e: null,
  });
});

test("run ids are version 7 and sort by time", () => {
  const early = newRunId(new Date("2026-01-01T00:00:00Z"));
  const late = newRunId(new Date("2026-01-01T00:00:01Z"));

  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
});
