import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  paint,
  paintAll,
  planRanges,
  type Span,
  type SpanState,
} from "../../../../lib/archive/copy/spans.ts";

const span = (state: SpanState, low: number, high: number): Span => ({
  state,
  low: BigInt(low),
  high: BigInt(high),
  lowAt: new Date(low),
  highAt: new Date(high),
});

const plain = (spans: Span[]) =>
  spans.map(({ state, low, high }) => [state, Number(low), Number(high)]);

describe("spans of a portal's numbers", () => {
  test("that touch and have one state become one", () => {
    const spans = paintAll([], [span("loaded", 10, 20), span("loaded", 21, 30)]);

    expect(spans).toEqual([span("loaded", 10, 30)]);
  });

  test("that are pending give way to what is loaded or lost", () => {
    const spans = paintAll(
      [span("pending", 1, 100)],
      [span("loaded", 40, 60), span("lost", 1, 9), span("pending", 1, 100)],
    );

    expect(plain(spans)).toEqual([
      ["lost", 1, 9],
      ["pending", 10, 39],
      ["loaded", 40, 60],
      ["pending", 61, 100],
    ]);
  });

  test("keep the times of the entries at their ends where they are cut", () => {
    const spans = paint([span("pending", 1, 100)], span("loaded", 40, 100));

    expect(spans[0]).toMatchObject({ high: 39n, lowAt: new Date(1), highAt: new Date(40) });
  });

  test("say of every number what is known best, in whatever order that came", () => {
    const rank = { pending: 1, lost: 2, loaded: 3 };
    const part = fc.record({
      state: fc.constantFrom<SpanState>("pending", "lost", "loaded"),
      low: fc.integer({ min: 0, max: 40 }),
      width: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const news = parts.map(({ state, low, width }) => span(state, low, low + width));
        const spans = paintAll([], news);
        for (let id = 0n; id < 60n; id += 1n) {
          const holds = (one: Span) => one.low <= id && id <= one.high;
          const told = news.filter(holds).map(({ state }) => state);
          const best = told.toSorted((one, other) => rank[other] - rank[one])[0];
          expect(spans.filter(holds).map(({ state }) => state)).toEqual(best ? [best] : []);
        }
        expect(
          paintAll([], news.toReversed()).map(({ low, high, state }) => [low, high, state]),
        ).toEqual(spans.map(({ low, high, state }) => [low, high, state]));
      }),
    );
  });
});

describe("the next ranges to load", () => {
  test("are the newest pending ones, as wide as asked for", () => {
    const spans = [span("pending", 1, 25), span("loaded", 26, 50), span("pending", 51, 54)];

    expect(planRanges(spans, { width: 10n, count: 3 })).toEqual([
      { low: 51n, high: 54n },
      { low: 16n, high: 25n },
      { low: 6n, high: 15n },
    ]);
  });

  test("cover everything pending once when there is room for all", () => {
    const ranges = planRanges([span("pending", 3, 1_000)], { width: 7n, count: 1_000 });
    const ids = ranges.flatMap(({ low, high }) =>
      Array.from({ length: Number(high - low) + 1 }, (_, n) => Number(low) + n),
    );

    expect(ids.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 998 }, (_, n) => n + 3),
    );
  });
});
