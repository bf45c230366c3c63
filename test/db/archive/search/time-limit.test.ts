import { describe, expect, test } from "vitest";
import { readAfter } from "../../../../lib/archive/search/entries-after.ts";
import { findKeys } from "../../../../lib/archive/search/find-keys.ts";
import type { Place } from "../../../../lib/archive/search/place.ts";
import { makePlan, type Plan } from "../../../../lib/archive/search/plan.ts";
import { QueryInput, readQuery } from "../../../../lib/archive/search/read-query.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { throughRows } from "../../../../lib/archive/search/sources.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, indexBy, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick(9);
const COUNT = 500;
const WORD = "Zephyrine";
const timeOf = (index: number): string =>
  `${new Date(Date.UTC(2026, 10, 20) + index * 60_000).toISOString().slice(0, 19)}Z`;
const rows = Array.from({ length: COUNT }, (_, index) => ({
  ...drawEntry(pick, { id: index + 1, at: timeOf(index) }),
  description: index % 5 === 0 ? WORD : "plain",
}));
await append(ctx, rows.slice(0, 390));
await indexBy(ctx, [1, 8]);
await append(ctx, rows.slice(390));

interface Limits {
  effortMs?: number;
  statementMs: number;
}

// Every row that is tested takes two milliseconds, as rows do that hold whole documents.
const SLOW = "pg_sleep(0.002 + 0 * e.seq) IS NOT NULL";

async function slowly<T>(limits: Limits, work: (plan: Plan) => Promise<T>, q = WORD): Promise<T> {
  const query = readQuery(ctx, QueryInput.parse({ q }));
  return inSnapshot(ctx, limits, async (snapshot) => {
    const plan = await makePlan(snapshot, query);
    return work({ ...plan, test: (params) => `(${SLOW} AND ${plan.test(params)})` });
  });
}

const LIMITS = { effortMs: 60_000, statementMs: 150 };
const numbers = (keys: readonly { seq: bigint }[]): number[] =>
  keys.map(({ seq }) => Number(seq)).sort((one, other) => one - other);
const EXPECTED = Array.from({ length: COUNT / 5 }, (_, index) => index * 5 + 1);

describe("a step that does not end in time", () => {
  test.each([0, 100_000])(
    "is repeated as smaller ones, with a first look at %i rows",
    async (firstLook) => {
      const walked = await slowly(LIMITS, (plan) =>
        findKeys(plan, { place: null, direction: "older", wanted: COUNT, firstLook }),
      );

      expect(walked.isEnd).toBe(true);
      expect(numbers(walked.keys)).toEqual(EXPECTED);
    },
  );

  test("of looking for numbers is repeated as smaller ones, each number once", async () => {
    const some = EXPECTED.slice(0, 80);
    const walked = await slowly(
      { ...LIMITS, statementMs: 80 },
      (plan) => findKeys(plan, { place: null, direction: "older", wanted: COUNT }),
      `id:${[...some, ...some.slice(0, 10)].join(",")}`,
    );

    expect(walked.isEnd).toBe(true);
    expect(walked.keys.map(({ seq }) => Number(seq))).toEqual(some.toReversed());
  });

  test.each([
    ["rows", WORD, EXPECTED.length],
    ["picked numbers, some of them twice,", `id:${[...EXPECTED, 1, 6].join(",")}`, EXPECTED.length],
  ])("of counting %s is repeated as smaller ones", async (_what, q, count) => {
    let total = 0;
    const { isWhole } = await slowly(
      LIMITS,
      (plan) =>
        throughRows<{ n: number }>(plan, {
          uncounted: null,
          toText: (from, params) =>
            `SELECT count(*)::integer AS n FROM ${from} WHERE ${plan.test(params)}`,
          take: ([row]) => {
            total += row?.n ?? 0;
            return true;
          },
        }),
      q,
    );

    expect(isWhole).toBe(true);
    expect(total).toBe(count);
  });

  test("of reading on is repeated as smaller ones", async () => {
    const { keys, lastSeq } = await slowly(LIMITS, (plan) => readAfter(plan, 0n, COUNT));

    expect(lastSeq).toBe(BigInt(COUNT));
    expect(numbers(keys)).toEqual(EXPECTED);
  });

  test.each([0, 100_000])(
    "does not end a search that is out of time, which goes on from where it was, with a first look at %i rows",
    async (firstLook) => {
      const found: number[] = [];
      let place: Place | null = null;
      let pages = 0;
      for (;;) {
        const walked = await slowly({ effortMs: 700, statementMs: 300 }, (plan) =>
          findKeys(plan, { place, direction: "older", wanted: COUNT, firstLook }),
        );
        found.push(...numbers(walked.keys));
        pages += 1;
        if (walked.isEnd) break;
        place = walked.place;
      }

      expect(pages).toBeGreaterThan(1);
      expect(found.sort((one, other) => one - other)).toEqual(EXPECTED);
    },
  );
});
