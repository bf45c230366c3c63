import { describe, expect, test } from "vitest";
import { BLOCK_SIZE } from "../../../../lib/archive/blocks/block-size.ts";
import { indexSlice } from "../../../../lib/archive/blocks/index-slice.ts";
import { moveCounts } from "../../../../lib/archive/blocks/move-counts.ts";
import { enqueueLagging, indexPortal, reindexPortal } from "../../../../lib/archive/index.ts";
import { runCompiled, type Db } from "../../../../lib/db/index.ts";
import { createTestDb, testCtx } from "../../../support/index.ts";
import { append, drawEntries, makePortalCtx, NEVER, readTotals } from "./bed.ts";
import { findWrongCounts } from "./wrong-counts.ts";

const { db } = await createTestDb();

async function waitingJobs(portalId: bigint): Promise<number> {
  const rows = await runCompiled(db, {
    text: `SELECT 1 AS one FROM pgboss.job WHERE name = 'archive.index' AND state = 'created'
      AND data ->> 'portalId' = $1`,
    values: [String(portalId)],
  });
  return rows.length;
}

async function readBlocks(portalId: bigint) {
  return db.entryBlock.findMany({ where: { portalId }, orderBy: { firstSeq: "asc" } });
}

async function readSegments(portalId: bigint) {
  return db.entrySegment.findMany({ where: { portalId }, orderBy: { firstSeq: "asc" } });
}

describe("indexing", () => {
  test("builds every full block and counts each of its rows once", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(1_000));

    const first = await indexPortal(ctx, { signal: NEVER });
    const again = await indexPortal(ctx, { signal: NEVER });

    expect(first).toEqual({ blocks: 15, entries: 960, end: "done" });
    expect(again).toEqual({ blocks: 0, entries: 0, end: "done" });
    expect(await readTotals(ctx)).toEqual({
      ...{ indexedSeq: 960n, blocks: 15 },
      ...{ counted: 960, rows: 960 },
    });
    expect(await findWrongCounts(ctx)).toEqual([]);
  });

  test("goes on behind what it has, over midnight and with the rest of a block", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(300));
    await indexPortal(ctx, { signal: NEVER });
    await append(ctx, drawEntries(1_700, { seed: 2 }));
    await indexPortal(ctx, { signal: NEVER });

    const blocks = await readBlocks(ctx.portalId);
    const days = await db.entryTally.groupBy({ by: ["start"], where: { portalId: ctx.portalId } });

    expect(blocks.map(({ firstSeq }) => firstSeq)).toEqual(
      Array.from({ length: 31 }, (_, index) => BigInt(index * BLOCK_SIZE + 1)),
    );
    expect(
      blocks.every(({ firstSeq, lastSeq }) => lastSeq - firstSeq === BigInt(BLOCK_SIZE - 1)),
    ).toBe(true);
    expect(blocks.every(({ lowAt, highAt }) => lowAt < highAt)).toBe(true);
    expect(days).toHaveLength(2);
    expect(await findWrongCounts(ctx)).toEqual([]);
  });

  test("puts segments together as if all blocks had been built at once", async () => {
    const [steps, once] = [await makePortalCtx(db), await makePortalCtx(db)];
    const rows = drawEntries(2_500);
    const slice = async (ctx: typeof steps) =>
      db.$transaction(async (tx: Db) =>
        indexSlice({ ...ctx, db: tx }, { texts: new Map(), segmentBlocks: [1, 8, 16] }),
      );
    for (const [from, to] of [
      [0, 200],
      [200, 1_000],
      [1_000, 1_050],
      [1_050, 2_500],
    ] as const) {
      await append(steps, rows.slice(from, to));
      await slice(steps);
    }
    await append(once, rows);
    await slice(once);

    const own = (await readSegments(steps.portalId)).map(({ portalId: _, ...rest }) => rest);
    const other = (await readSegments(once.portalId)).map(({ portalId: _, ...rest }) => rest);
    expect(own.map(({ lastSeq }) => Number(lastSeq) / BLOCK_SIZE)).toEqual([
      ...[16, 32, 33, 34, 35, 36, 37, 38, 39],
    ]);
    expect(own.every(({ lowAt, highAt }) => lowAt < highAt)).toBe(true);
    expect(own).toEqual(other);
  });

  test("leaves holes where rows were removed, and blocks without any row", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(640));
    await db.$executeRaw`DELETE FROM entry
      WHERE portal_id = ${ctx.portalId} AND (seq BETWEEN 129 AND 256 OR seq % 3 = 0)`;

    const indexed = await indexPortal(ctx, { signal: NEVER });

    expect(indexed.blocks).toBe(10);
    expect(await readTotals(ctx)).toMatchObject({ indexedSeq: 640n, blocks: 8 });
    expect(await findWrongCounts(ctx)).toEqual([]);
  });

  test("does not disturb another worker at the same portal", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(300));
    await indexPortal(ctx, { signal: AbortSignal.timeout(30_000) });
    await append(ctx, drawEntries(300, { seed: 3 }));

    const other = await db.$transaction(async (tx: Db) => {
      await tx.$queryRaw`SELECT 1 AS one FROM archive_index WHERE portal_id = ${ctx.portalId} FOR UPDATE`;
      return indexPortal(ctx, { signal: NEVER });
    });

    expect(other).toEqual({ blocks: 0, entries: 0, end: "busy" });
    expect((await indexPortal(ctx, { signal: NEVER })).blocks).toBe(5);
  });

  test("stops between two slices when it is told to", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(300));

    const stopped = await indexPortal(ctx, { signal: AbortSignal.abort() });

    expect(stopped).toEqual({ blocks: 0, entries: 0, end: "stopped" });
  });

  test("takes nothing of another portal", async () => {
    const [one, other] = [await makePortalCtx(db), await makePortalCtx(db)];
    await append(one, drawEntries(300));
    await append(other, drawEntries(300, { seed: 4 }));

    await indexPortal(one, { signal: NEVER });

    expect((await readTotals(other)).blocks).toBe(0);
    expect(await findWrongCounts(one)).toEqual([]);
  });
});

describe("appending", () => {
  test("asks for an index once entries fill a block, and notes since when they wait", async () => {
    const ctx = await makePortalCtx(db);
    const rows = drawEntries(BLOCK_SIZE + 2);
    const find = () => db.archiveIndex.findUnique({ where: { portalId: ctx.portalId } });

    await append(ctx, rows.slice(0, BLOCK_SIZE - 1));
    const before = await waitingJobs(ctx.portalId);
    await append(ctx, rows.slice(BLOCK_SIZE - 1));
    const waiting = await find();
    const jobs = await waitingJobs(ctx.portalId);
    await indexPortal(ctx, { signal: NEVER });

    expect([before, jobs]).toEqual([0, 1]);
    expect(waiting?.behindSince).toBeInstanceOf(Date);
    expect(await find()).toMatchObject({ behindSince: null, indexedSeq: BigInt(BLOCK_SIZE) });
  });

  test("is made up for by the regular care when its request was lost", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(130));
    await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'archive.index'`;

    await enqueueLagging(testCtx(db));

    expect(await waitingJobs(ctx.portalId)).toBe(1);
  });
});

describe("blocks of an older list of terms", () => {
  test("are dropped and built anew together with the counts", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(520));
    await indexPortal(ctx, { signal: NEVER });
    const before = await readBlocks(ctx.portalId);
    const segments = await readSegments(ctx.portalId);
    await db.$executeRaw`UPDATE archive_index SET version = 0 WHERE portal_id = ${ctx.portalId}`;
    await db.$executeRaw`UPDATE entry_segment SET bits = '' WHERE portal_id = ${ctx.portalId}`;

    await indexPortal(ctx, { signal: NEVER });

    expect(await readBlocks(ctx.portalId)).toEqual(before);
    expect(await readSegments(ctx.portalId)).toEqual(segments);
    expect(await readTotals(ctx)).toMatchObject({ indexedSeq: 512n, counted: 512 });
    expect(await findWrongCounts(ctx)).toEqual([]);
  });

  test("are left alone when they are of a newer one", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(260));
    await indexPortal(ctx, { signal: NEVER });
    await db.$executeRaw`UPDATE archive_index SET version = 99 WHERE portal_id = ${ctx.portalId}`;

    await reindexPortal(ctx);
    await append(ctx, drawEntries(260, { seed: 5 }));
    const indexed = await indexPortal(ctx, { signal: NEVER });

    expect(indexed.blocks).toBe(0);
    expect((await readTotals(ctx)).blocks).toBe(4);
  });
});

describe("counts", () => {
  test("move with rows to another class", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(256));
    await indexPortal(ctx, { signal: NEVER });
    const rows = await db.entry.findMany({ where: { portalId: ctx.portalId, seq: { lte: 100n } } });
    await db.$executeRaw`SELECT entry_partition(3, '2026-11-01')`;

    await db.$transaction(async (tx: Db) => {
      await tx.$executeRaw`UPDATE entry SET keep = 3 WHERE portal_id = ${ctx.portalId} AND seq <= 100`;
      const moved = rows.map((row) => ({ row: { ...row, at: row.at.getTime() }, keep: 3 }));
      await moveCounts(tx, { portalId: ctx.portalId, rows: moved });
    });

    expect(await readTotals(ctx)).toMatchObject({ counted: 256 });
    expect(await findWrongCounts(ctx)).toEqual([]);
  });

  test("are not changed by a slice that fails", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(300));
    await indexPortal(ctx, { signal: NEVER });
    await append(ctx, drawEntries(300, { seed: 6 }));

    const failed = db.$transaction(async (tx: Db) => {
      await indexSlice({ ...ctx, db: tx }, { texts: new Map() });
      throw new Error("the last moment");
    });

    await expect(failed).rejects.toThrow("the last moment");
    expect((await readTotals(ctx)).indexedSeq).toBe(256n);
    expect(await findWrongCounts(ctx)).toEqual([]);
  });
});
