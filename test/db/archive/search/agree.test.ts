import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  eventTitles,
  eventTypeOf,
  searchEntries,
  toFilterRow,
} from "../../../../lib/archive/index.ts";
import { BLOCK_SIZE } from "../../../../lib/archive/blocks/block-size.ts";
import { findKeys } from "../../../../lib/archive/search/find-keys.ts";
import type { Direction } from "../../../../lib/archive/search/place.ts";
import { makePlan } from "../../../../lib/archive/search/plan.ts";
import { QueryInput, readQuery } from "../../../../lib/archive/search/read-query.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { evaluate, parseQuery } from "../../../../lib/filter/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { query } from "../../filter/queries.ts";
import { NOW, ZONE } from "../../filter/rows.ts";
import { append, drawEntry, indexBy, makeCtx, NAMES, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick();
const rows = Array.from({ length: 940 }, (_, id) => drawEntry(pick, { id: id + 1 }));
const BLOCKS = 13;

// Block by block, so that small segments become larger ones, and one of each size is left.
for (let block = 0; block < BLOCKS; block += 1) {
  await append(ctx, rows.slice(block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE));
  await indexBy(ctx, [1, 4, 8]);
}
// The newest ones stay without a block, as they do while a portal is busy.
await append(ctx, rows.slice(BLOCKS * BLOCK_SIZE));
await nameUsers(ctx);

const all = (await searchEntries(ctx, { zone: ZONE, limit: 1_000 })).items;

function expected(text: string): string[] {
  const read = parseQuery(text);
  const node = read.ok ? read.query : read.lastValidPart;
  const clock = { now: NOW, zone: ZONE };
  const context = {
    ...clock,
    userName: (id: number) => NAMES[id] ?? null,
    typeTitle: (code: string) => {
      const { isKnown } = eventTypeOf(code);
      return isKnown ? eventTitles(code) : null;
    },
  };
  return all.filter((entry) => evaluate(node, toFilterRow(entry), context)).map(({ id }) => id);
}

interface Way {
  direction: Direction;
  /** None: by blocks from the first row on, where the query gives any terms. */
  firstLook?: number;
}

async function find(q: string, ways: Way[]): Promise<string[][]> {
  const searched = readQuery(ctx, QueryInput.parse({ q, zone: ZONE }));
  return inSnapshot(ctx, {}, async (snapshot) => {
    const plan = await makePlan(snapshot, searched);
    const found: string[][] = [];
    for (const way of ways) {
      const { keys, isEnd } = await findKeys(plan, { ...way, place: null, wanted: 1_000 });
      expect(isEnd).toBe(true);
      found.push(keys.map(({ seq }) => String(seq)));
    }
    return found;
  });
}

describe("a search of the archive", () => {
  test("goes through segments of every size", async () => {
    const segments = await db.entrySegment.findMany({ where: { portalId: ctx.portalId } });
    const sizes = segments.map(({ firstSeq, lastSeq }) => Number(lastSeq - firstSeq + 1n));

    expect(sizes.sort((one, other) => one - other)).toEqual([64, 256, 512]);
  });

  test("without a query gives every row, newest first", () => {
    expect(all).toHaveLength(rows.length);
    const keys = all.map(({ at, id }) => `${at} ${id.padStart(9, "0")}`);
    expect(keys).toEqual(keys.toSorted().reverse());
  });

  test("finds what evaluating each row finds", async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const wanted = expected(text);
        if (wanted.length > 0 && wanted.length < rows.length) hits += 1;
        const found = await find(text, [
          { direction: "older" },
          { direction: "older", firstLook: 0 },
          { direction: "newer", firstLook: 0 },
        ]);

        expect(found, text).toEqual([wanted, wanted, wanted.toReversed()]);
      }),
      { numRuns: 250 },
    );

    expect(hits).toBeGreaterThan(60);
  }, 180_000);
});
