import { expect, test } from "vitest";
import type { EntryView } from "../../../lib/archive/shared.ts";
import { nearest } from "../../../app/(frame)/p/[portalKey]/log/_ui/use-go-to.ts";

const rows = (...hours: number[]) =>
  hours.map(
    (hour) =>
      ({ id: String(hour), at: `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z` }) as EntryView,
  );
const NOON = "2026-11-20T12:00:00Z";

test("a moment is found at its row, else at the last one before it", () => {
  const newestFirst = { at: NOON, sort: "desc" } as const;

  expect(nearest(rows(14, 12, 10), newestFirst)?.id).toBe("12");
  expect(nearest(rows(14, 13, 10), newestFirst)?.id).toBe("10");
});

test("oldest first, it is the first one after it", () => {
  expect(nearest(rows(10, 13, 14), { at: NOON, sort: "asc" })?.id).toBe("13");
});

test("behind all rows it is the last of them, and among none there is none", () => {
  expect(nearest(rows(15, 14), { at: NOON, sort: "desc" })?.id).toBe("14");
  expect(nearest([], { at: NOON, sort: "desc" })).toBeUndefined();
});
