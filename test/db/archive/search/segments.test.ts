import { describe, expect, test } from "vitest";
import { searchEntries } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, indexBy, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const SIZES = [1, 8, 16];
const MARKED = [1, 700, 1_024, 1_025, 1_100, 2_048, 2_049, 2_177, 2_500];

/** Entries some seconds after each other, some with a word of their own; segments of 16, 1 and 1 blocks. */
async function arrange(): Promise<PortalCtx> {
  const ctx = await makeCtx(db);
  const pick = openPick(3);
  const rows = Array.from({ length: 2_500 }, (_, index) => {
    const at = new Date(Date.UTC(2026, 10, 20) + (index % 1_300) * 5_000).toISOString();
    const entry = drawEntry(pick, { id: index + 1, at: `${at.slice(0, 19)}Z` });
    const isMarked = MARKED.includes(index + 1);
    return isMarked ? { ...entry, description: `Quillfeather ${index + 1}` } : entry;
  });
  for (const [from, to] of [
    [0, 300],
    [300, 1_200],
    [1_200, 2_310],
  ] as const) {
    await append(ctx, rows.slice(from, to));
    await indexBy(ctx, SIZES);
  }
  await append(ctx, rows.slice(2_310));
  return ctx;
}

const ctx = await arrange();

async function find(by: PortalCtx, q: string, order: "desc" | "asc" = "desc"): Promise<number[]> {
  const { items, older, newer } = await searchEntries(by, { q, order, limit: 50 });
  expect([older, newer]).toEqual([null, null]);
  return items.map(({ id }) => Number(id));
}

describe("segments", () => {
  test("of every size give their entries, in both orders", async () => {
    const place = (seq: number): number => ((seq - 1) % 1_300) * 10_000 + seq;
    const newest = MARKED.toSorted((one, other) => place(other) - place(one));

    expect(await find(ctx, "quillfeather")).toEqual(newest);
    expect(await find(ctx, "quillfeather", "asc")).toEqual(newest.toReversed());
    for (const seq of MARKED) expect(await find(ctx, `"quillfeather ${seq}"`)).toContain(seq);
  });

  test("of another portal are never looked into", async () => {
    const other = await arrange();
    await db.entrySegment.deleteMany({ where: { portalId: other.portalId } });

    // What is left are the entries that are in no block.
    expect(await find(other, "quillfeather")).toEqual([2_500]);
    expect(await find(ctx, "quillfeather")).toHaveLength(MARKED.length);
  });

  test("still tell of entries that are gone, which costs a look and gives nothing", async () => {
    const own = await arrange();
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${own.portalId} AND seq = 700`;

    expect(await find(own, '"quillfeather 700"')).toEqual([]);
    expect(await find(own, "quillfeather")).toHaveLength(MARKED.length - 1);
  });
});
