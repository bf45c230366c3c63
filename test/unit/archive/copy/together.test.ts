import { expect, test } from "vitest";
import { ROWS_TOGETHER, together } from "../../../../lib/archive/copy/together.ts";
import type { Load } from "../../../../lib/archive/copy/span-of-load.ts";

function makeLoad(count: number, description = ""): Load {
  const entry = { description, requestUri: "", userAgent: null };
  const row = { id: 1n, at: null, entry } as unknown as Load["rows"][number];
  const rows = Array.from({ length: count }, () => row);
  return { range: { low: 1n, high: 1n }, rows, limit: 1_000, begin: 1n };
}

function sizes(loads: Load[]): number[][] {
  return together(loads).map((part) => part.map(({ rows }) => rows.length));
}

test("loads are stored together as long as they are few entries, in their order", () => {
  const loads = [900, 1_000, 0, 1_000, 900, 800, 1_000].map((count) => makeLoad(count));

  expect(sizes(loads)).toEqual([
    [900, 1_000, 0, 1_000, 900],
    [800, 1_000],
  ]);
  expect(together(loads).flat()).toEqual(loads);
});

test("loads of long entries are stored in smaller parts, one that is too long by itself alone", () => {
  const long = makeLoad(1_000, "x".repeat(10_000));
  const some = makeLoad(100, "x".repeat(10_000));

  expect(sizes([some, some, long, some])).toEqual([[100, 100], [1_000], [100]]);
});

test("as many entries as go together fill a part, nothing makes none", () => {
  expect(sizes([makeLoad(ROWS_TOGETHER), makeLoad(1)])).toEqual([[ROWS_TOGETHER], [1]]);
  expect(together([])).toEqual([]);
});
