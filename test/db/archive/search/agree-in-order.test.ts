import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK_SIZE } from "../../../../lib/archive/blocks/block-size.ts";
import { searchEntries, toFilterRow } from "../../../../lib/archive/index.ts";
import { readBlocks } from "../../../../lib/archive/search/candidate-blocks.ts";
import { findKeys } from "../../../../lib/archive/search/find-keys.ts";
import { makePlan, type Plan } from "../../../../lib/archive/search/plan.ts";
import { QueryInput, readQuery } from "../../../../lib/archive/search/read-query.ts";
import { edgeOf } from "../../../../lib/archive/search/place.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { throughRows } from "../../../../lib/archive/search/sources.ts";
import { walk, type Walked } from "../../../../lib/archive/search/walk.ts";
import { evaluate, parseQuery } from "../../../../lib/filter/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { NOW, POOL, ZONE } from "../../filter/rows.ts";
import { append, drawEntry, indexBy, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick(5);
const COUNT = 1_700;
const START = Date.UTC(2026, 9, 25);
const LATE = [700, 701, 1_100];

/** One after another as a portal gives them; late ones make the block of which they are a part a wide one. */
function atOf(id: number): string {
  const place = LATE.includes(id) ? id - 600 : id - (id % 3);
  return `${new Date(START + place * 40_000).toISOString().slice(0, 19)}Z`;
}

const rows = Array.from({ length: COUNT }, (_, index) =>
  drawEntry(pick, { id: index + 1, at: atOf(index + 1) }),
);
const INDEXED = 25 * BLOCK_SIZE;
await append(ctx, rows.slice(0, INDEXED));
await indexBy(ctx, [1, 8]);
await append(ctx, rows.slice(INDEXED));

const WALK = { direction: "older", equal: null, maxRows: Infinity } as const;

const page = { zone: ZONE, limit: 1_000 };
const newest = await searchEntries(ctx, page);
const older = await searchEntries(ctx, { ...page, cursor: newest.older ?? undefined });
const all = [...newest.items, ...older.items];

function expected(q: string): string[] {
  const read = parseQuery(q);
  if (!read.ok) throw new TypeError(`${q} is no query`);
  const context = { now: NOW, zone: ZONE, userName: () => null, typeTitle: () => null };
  return all
    .filter((entry) => evaluate(read.query, toFilterRow(entry), context))
    .map(({ id }) => id);
}

async function withPlan<T>(q: string, work: (plan: Plan) => Promise<T>, where = ctx): Promise<T> {
  const query = readQuery(where, QueryInput.parse({ q, zone: ZONE }));
  return inSnapshot(where, {}, async (snapshot) => work(await makePlan(snapshot, query)));
}

const firstOf = fc.oneof(
  fc.constantFrom(1, 2, 3, 9).map((id) => `user:${id}`),
  fc.constantFrom(...POOL.type, "USER_AUTHORIZE").map((type) => `type:${type}`),
);
const further = fc.oneof(
  firstOf,
  fc.constantFrom("sev:ERROR", "module:crm", "-site:s1", '"cookie"', "json.a:*", "ip:10.0.0.0/8"),
);

test("every entry is there to be looked for", () => {
  expect(all).toHaveLength(COUNT);
});

test("some blocks are narrow, and those with late entries are not", async () => {
  const firsts = Array.from({ length: 25 }, (_, at) => BigInt(at * BLOCK_SIZE + 1));
  const blocks = await withPlan("", async ({ snapshot, from, to }) =>
    readBlocks(snapshot, { firsts, span: { from, to }, tellsNarrow: true }),
  );

  const wide = blocks?.filter(({ isNarrow }) => !isNarrow).map(({ firstSeq }) => Number(firstSeq));
  const blockOf = (seq: number): number => seq - ((seq - 1) % BLOCK_SIZE);
  expect(blocks).toHaveLength(25);
  expect(wide).toEqual([...new Set(LATE.map(blockOf))]);
});

test("entries with one value are found in narrow and wide blocks as evaluating each row finds them", async () => {
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(firstOf, further, fc.constantFrom(0, 30), async (one, other, firstLook) => {
      const q = `${one} ${other}`;
      const wanted = expected(q);
      if (wanted.length > 0) hits += 1;
      const [back, forth, counted] = await withPlan(q, async (plan) => {
        const whole = { place: null, wanted: COUNT, firstLook };
        const seqs: string[] = [];
        await throughRows<{ seq: bigint }>(plan, {
          uncounted: null,
          toText: (from, params) => `SELECT e.seq FROM ${from} WHERE ${plan.test(params)}`,
          take: (found) => {
            seqs.push(...found.map(({ seq }) => String(seq)));
            return true;
          },
        });
        return [
          await findKeys(plan, { ...whole, direction: "older" }),
          await findKeys(plan, { ...whole, direction: "newer" }),
          seqs,
        ] as const;
      });

      expect(
        back.keys.map(({ seq }) => String(seq)),
        q,
      ).toEqual(wanted);
      expect(
        forth.keys.map(({ seq }) => String(seq)),
        q,
      ).toEqual(wanted.toReversed());
      expect(counted.toSorted(), q).toEqual(wanted.toSorted());
      expect([back.isEnd, forth.isEnd]).toEqual([true, true]);
    }),
    { numRuns: 60 },
  );

  expect(hits).toBeGreaterThan(30);
}, 180_000);

test("no segment is skipped that is read after the first look, however few are read at a time", async () => {
  const own = await makeCtx(db);
  await append(own, rows);
  await indexBy(own, [1]);
  const read = { place: null, wanted: COUNT, firstLook: 30, pieces: 1 };
  const seqs = ({ keys }: Walked) => keys.map(({ seq }) => String(seq));

  for (const q of ["type:USER_AUTHORIZE sev:ERROR", "user:1 module:crm", '"cookie"']) {
    const [back, forth, whole] = await withPlan(
      q,
      async (plan) => [
        await findKeys(plan, { ...read, direction: "older" }),
        await findKeys(plan, { ...read, direction: "newer" }),
        await walk(plan, { ...read, ...WALK, place: edgeOf(plan, "older") }),
      ],
      own,
    );
    expect(whole?.keys.length, q).toBeGreaterThan(40);
    expect(back && seqs(back), q).toEqual(whole && seqs(whole));
    expect(forth && seqs(forth), q).toEqual(whole && seqs(whole).toReversed());
  }
}, 60_000);
