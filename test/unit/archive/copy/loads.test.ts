import { describe, expect, test } from "vitest";
import { pickHoles } from "../../../../lib/archive/copy/holes.ts";
import type { LogEntry } from "../../../../lib/archive/copy/read-log.ts";
import { loadedPart, lostParts } from "../../../../lib/archive/copy/span-of-load.ts";

const rows = (...ids: number[]): LogEntry[] =>
  ids.map((id) => ({ id: BigInt(id), at: new Date(id) }) as LogEntry);

const load = (ids: number[], more: { limit?: number; begin?: number } = {}) =>
  loadedPart({
    range: { low: 11n, high: 20n },
    rows: rows(...ids),
    limit: more.limit ?? 5,
    begin: BigInt(more.begin ?? 1),
  }).map(({ low, high }) => [Number(low), Number(high)]);

describe("the answer to a question for a range", () => {
  test("that is no full page says all of the range", () => {
    expect(load([18, 15, 12])).toEqual([[11, 20]]);
    expect(load([])).toEqual([[11, 20]]);
  });

  test("that is a full page says nothing of what is below it", () => {
    expect(load([19, 18, 17, 16, 15])).toEqual([[15, 20]]);
  });

  test("says nothing of numbers below the log's begin that did not come", () => {
    expect(load([18, 16], { begin: 16 })).toEqual([[16, 20]]);
    expect(load([18, 13], { begin: 16 })).toEqual([[13, 20]]);
    expect(load([], { begin: 16 })).toEqual([[16, 20]]);
    expect(load([], { begin: 30 })).toEqual([]);
  });

  test("leaves as lost what is pending below the log's begin", () => {
    const pending = [
      { state: "pending" as const, low: 1n, high: 5n, lowAt: null, highAt: null },
      { state: "pending" as const, low: 8n, high: 15n, lowAt: null, highAt: null },
      { state: "pending" as const, low: 20n, high: 30n, lowAt: null, highAt: null },
    ];

    expect(lostParts(pending, 12n).map(({ state, low, high }) => [state, low, high])).toEqual([
      ["lost", 1n, 5n],
      ["lost", 8n, 11n],
    ]);
  });
});

describe("a question for missing numbers", () => {
  const narrow = Array.from({ length: 1_500 }, (_, n) => ({
    low: BigInt(n * 10),
    high: BigInt(n * 10 + 1),
  }));

  test("asks for as many as one request holds, and goes on behind them", () => {
    const first = pickHoles(narrow, null);
    const second = pickHoles(narrow, first?.resumeAfter ?? null);
    const third = pickHoles(narrow, second?.resumeAfter ?? null);
    const ids = [first, second, third].flatMap((question) => question?.ids ?? []);

    expect(first?.ids.length).toBeLessThanOrEqual(1_000);
    expect(third?.resumeAfter ?? null).toBeNull();
    expect(new Set(ids).size).toBe(3_000);
  });

  test("asks for wide ones as ranges, and for none when nothing is missing", () => {
    expect(pickHoles([{ low: 5n, high: 5_000n }], null)).toMatchObject({
      ids: [],
      ranges: [{ low: 5n, high: 5_000n }],
    });
    expect(pickHoles([], null)).toBeNull();
  });

  test("begins anew when nothing is missing behind the last one", () => {
    expect(pickHoles([{ low: 5n, high: 6n }], 100n)?.ids).toEqual([5n, 6n]);
  });
});
