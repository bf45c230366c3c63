import { describe, expect, test } from "vitest";
import { countByBar } from "../../../../lib/archive/search/count-by-bar.ts";
import { countPlan } from "../../../../lib/archive/search/count-entries.ts";
import { tallyFields } from "../../../../lib/archive/search/facet-tally.ts";
import { findKeys } from "../../../../lib/archive/search/find-keys.ts";
import { looseSpan } from "../../../../lib/archive/search/loose-span.ts";
import type { TimeSpan } from "../../../../lib/archive/search/place.ts";
import { makePlan, type Plan } from "../../../../lib/archive/search/plan.ts";
import { QueryInput, readQuery } from "../../../../lib/archive/search/read-query.ts";
import { inSnapshot, type Snapshot } from "../../../../lib/archive/search/snapshot.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick(3);
const INDEXED = 192;
const at = "2026-11-20T10:00:00Z";
const rows = Array.from({ length: INDEXED + 1 }, (_, id) => ({
  ...drawEntry(pick, { id: id + 1, at }),
  ...{ severity: "ERROR", userId: 2, description: "Zephyrine" },
}));
await append(ctx, rows.slice(0, INDEXED));
await index(ctx);
await append(ctx, rows.slice(INDEXED));
const YEAR: TimeSpan = { from: new Date("2026-01-01"), to: new Date("2027-01-01") };
const MOMENT: TimeSpan = { from: new Date(at), to: new Date(Date.parse(at) + 1) };

/** While nobody else can read the table, so that every look at it is one that does not end. */
async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      return work();
    },
    { timeout: 60_000 },
  );
}

async function withPlan<T>(q: string, work: (plan: Plan) => Promise<T>): Promise<T> {
  const query = readQuery(ctx, QueryInput.parse({ q }));
  return inSnapshot(ctx, { effortMs: 60_000, statementMs: 100 }, async (snapshot) =>
    work(await makePlan(snapshot, query)),
  );
}

/** With a little time left of its effort. */
function hurried(plan: Plan): Plan {
  return { ...plan, snapshot: { ...plan.snapshot, deadline: performance.now() + 300 } };
}

describe("rows without a block", () => {
  test("may lie in all of the span when they cannot be looked at in time", async () => {
    const spans = await withPlan("", async ({ snapshot }) => {
      const late = await whileLocked("entry", () => looseSpan(snapshot, YEAR));
      return [late, await looseSpan(snapshot, YEAR)];
    });

    expect(spans).toEqual([YEAR, MOMENT]);
  });

  test("are not looked at for where they lie when they are very many", async () => {
    const span = await withPlan("", ({ snapshot }) => {
      const many: Snapshot = { ...snapshot, indexedSeq: 0n, lastSeq: 200_001n };
      return looseSpan(many, YEAR);
    });

    expect(span).toEqual(YEAR);
  });
});

describe("counts that cannot be read in time", () => {
  test.each(["", "user:2", "user:2 Zephyrine"])("are made from rows for a total of '%s'", (q) =>
    withPlan(q, async (plan) => {
      const total = await whileLocked("entry_tally", () => countPlan(plan, 1_000));

      expect(total).toEqual({ total: rows.length, isExact: true });
    }),
  );

  test.each(["", "user:2"])("are made from rows for the bars of '%s'", (q) =>
    withPlan(q, async (plan) => {
      let total = 0;
      const { isWhole } = await whileLocked("entry_tally", () =>
        countByBar(plan, [YEAR.from, MOMENT.from, YEAR.to], ({ count }) => (total += count)),
      );

      expect({ total, isWhole }).toEqual({ total: rows.length, isWhole: true });
    }),
  );

  test("are made from rows for facets", () =>
    withPlan("", async (plan) => {
      const fields = [{ name: "user", path: [] }];
      const [users] = await whileLocked("entry_tally", () => tallyFields(plan, fields));

      expect(users).toEqual({ tally: new Map([["2", rows.length]]), isExact: true });
    }));
});

describe("a search", () => {
  test.each(["entry_segment", "entry_block"])(
    "that has no time for %s goes on later from where it was",
    (table) =>
      withPlan("Zephyrine", async (plan) => {
        const input = { place: null, direction: "older", wanted: 1_000, firstLook: 0 } as const;
        const late = await whileLocked(table, () => findKeys(hurried(plan), input));
        const later = await findKeys(plan, { ...input, place: late.place });

        expect(late.isEnd).toBe(false);
        expect(later.isEnd).toBe(true);
        expect(late.keys.length + later.keys.length).toBe(rows.length);
      }),
  );
});
