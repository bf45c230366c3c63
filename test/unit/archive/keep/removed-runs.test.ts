import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeRuns, mergeRuns, type Run } from "../../../../lib/archive/keep/removed-runs.ts";

const run = (first: number, last: number): Run => ({
  first: BigInt(first),
  last: BigInt(last),
  hash: `h${last}`,
});

function numbersOf(runs: Run[]): Set<bigint> {
  const numbers = new Set<bigint>();
  for (const { first, last } of runs) for (let n = first; n <= last; n += 1n) numbers.add(n);
  return numbers;
}

describe("runs of removed numbers", () => {
  test("that touch or overlap become one, with the hash of its last number", () => {
    expect(mergeRuns([run(7, 9), run(1, 3), run(4, 4), run(8, 8), run(11, 12)])).toEqual([
      run(1, 4),
      run(7, 9),
      run(11, 12),
    ]);
  });

  test("change only where new ones join them", () => {
    const stored = [run(1, 2), run(5, 6), run(20, 30)];

    expect(changeRuns({ stored, fresh: [run(3, 4), run(9, 9)] })).toEqual({
      written: [run(1, 6), run(9, 9)],
      obsolete: [5n],
    });
    expect(changeRuns({ stored, fresh: [run(5, 6)] })).toEqual({ written: [], obsolete: [] });
  });

  test("are always disjoint, sorted and of the same numbers, however often they are recorded", () => {
    const runs = fc.array(
      fc.tuple(fc.nat(60), fc.nat(9)).map(([first, more]) => run(first, first + more)),
    );
    fc.assert(
      fc.property(runs, runs, (one, fresh) => {
        const stored = mergeRuns(one);
        const { written, obsolete } = changeRuns({ stored, fresh });
        const gone = new Set([...obsolete, ...written.map(({ first }) => first)]);
        const kept = stored.filter(({ first }) => !gone.has(first));
        const result = [...kept, ...written].toSorted((a, b) => (a.first < b.first ? -1 : 1));

        expect(result).toEqual(mergeRuns([...one, ...fresh]));
        expect(numbersOf(result)).toEqual(numbersOf([...one, ...fresh]));
        result.slice(1).forEach(({ first }, index) => {
          expect(first > (result[index]?.last ?? 0n) + 1n).toBe(true);
        });
        expect(changeRuns({ stored: result, fresh })).toEqual({ written: [], obsolete: [] });
      }),
    );
  });
});
