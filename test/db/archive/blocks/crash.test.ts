import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, test } from "vitest";
import { BLOCK_SIZE } from "../../../../lib/archive/blocks/block-size.ts";
import { indexPortal, reindexPortal } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { childEnv } from "../../../../lib/env.ts";
import { createTestDb, until } from "../../../support/index.ts";
import { append, drawEntries, makePortalCtx, NEVER, readTotals } from "./bed.ts";
import { findWrongCounts } from "./wrong-counts.ts";

const { db, url } = await createTestDb();
const RESUMED_MS = 60_000;
const ENTRIES = 20_000;
const children = new Set<{ kill(signal: NodeJS.Signals): boolean }>();

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

function startChild(faultPoint?: string) {
  const child = spawn(process.execPath, [`${import.meta.dirname}/index-child.ts`, url], {
    env: childEnv({ FAULT_POINT: faultPoint, LOG_LEVEL: "error" }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  const exited = once(child, "exit").then(([, signal]) => signal as string | null);
  return { child, exited };
}

async function isIndexed(ctx: PortalCtx, entries: number): Promise<boolean> {
  return (await readTotals(ctx)).indexedSeq === BigInt(entries - (entries % BLOCK_SIZE));
}

async function isLocked({ portalId }: PortalCtx): Promise<boolean> {
  const free = await db.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM archive_index WHERE portal_id = ${portalId} FOR UPDATE SKIP LOCKED`;
  return free.length === 0;
}

/** Ends when the database has noticed that the child is dead, and lets go what its transaction held. */
async function signalOfDead(ctx: PortalCtx, exited: Promise<string | null>) {
  const signal = await exited;
  await until(async () => !(await isLocked(ctx)));
  return signal;
}

// What is left of a dead child's job must not be the next one's.
async function forgetJobs(): Promise<void> {
  await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'archive.index'`;
}

const POINTS = ["locked", "built", "blocks", "segments-taken", "segments", "counts", "moved"];

describe("an indexer that dies", () => {
  test.each(POINTS)(
    "at '%s' leaves nothing behind, and another one counts all once",
    async (point) => {
      const ctx = await makePortalCtx(db);
      await append(ctx, drawEntries(600));

      const first = startChild(`archive-index-${point}:kill`);
      const signal = await signalOfDead(ctx, first.exited);
      const left = await readTotals(ctx);
      const indexed = await indexPortal(ctx, { signal: NEVER });

      expect(signal).toBe("SIGKILL");
      expect(left).toMatchObject({ indexedSeq: 0n, blocks: 0, counted: 0 });
      expect(indexed.entries).toBe(600 - (600 % BLOCK_SIZE));
      expect(await findWrongCounts(ctx)).toEqual([]);
      // What is left of the job must not be the next child's.
      await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'archive.index'`;
    },
  );

  test("while it puts segments together leaves those that were there", async () => {
    const ctx = await makePortalCtx(db);
    const read = async () =>
      db.entrySegment.findMany({
        where: { portalId: ctx.portalId },
        orderBy: { firstSeq: "asc" },
      });
    await append(ctx, drawEntries(4 * BLOCK_SIZE + 40, { seed: 7 }));
    await indexPortal(ctx, { signal: NEVER });
    const before = await read();
    await append(ctx, drawEntries(4 * BLOCK_SIZE + 40, { seed: 8 }));

    const first = startChild("archive-index-segments-taken:kill");
    const signal = await signalOfDead(ctx, first.exited);
    const left = await read();
    await indexPortal(ctx, { signal: NEVER });

    expect(signal).toBe("SIGKILL");
    expect(before).toHaveLength(4);
    expect(left).toEqual(before);
    expect((await read()).map(({ lastSeq }) => lastSeq)).toEqual(
      [8, 9].map((blocks) => BigInt(blocks * BLOCK_SIZE)),
    );
    await forgetJobs();
  });

  test("is replaced by others that go on where it was, at the same time", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(ENTRIES, { seed: 2 }));

    const first = startChild();
    await until(async () => (await readTotals(ctx)).blocks > 0, { timeoutMs: RESUMED_MS });
    first.child.kill("SIGKILL");
    await first.exited;
    // The dead one's job waits for its heartbeat; the next entries bring another one.
    await append(ctx, drawEntries(500, { seed: 6 }));
    const others = [startChild(), startChild()];
    const mine = indexPortal(ctx, { signal: NEVER });
    await until(() => isIndexed(ctx, ENTRIES + 500), { timeoutMs: RESUMED_MS });
    await mine;
    for (const { child, exited } of others) {
      child.kill("SIGTERM");
      await exited;
    }

    expect(await findWrongCounts(ctx)).toEqual([]);
    await forgetJobs();
  });

  test("while it starts anew leaves the old state as it was", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(600, { seed: 3 }));
    await indexPortal(ctx, { signal: NEVER });
    await db.$executeRaw`UPDATE archive_index SET version = 0 WHERE portal_id = ${ctx.portalId}`;
    await append(ctx, drawEntries(200, { seed: 4 }));

    const first = startChild("archive-reindex-dropped:kill");
    const signal = await signalOfDead(ctx, first.exited);
    const left = await readTotals(ctx);
    await indexPortal(ctx, { signal: NEVER });

    expect(signal).toBe("SIGKILL");
    expect(left).toMatchObject({ indexedSeq: 576n, blocks: 9, counted: 576 });
    expect(await readTotals(ctx)).toMatchObject({ indexedSeq: 768n, blocks: 12, counted: 768 });
    expect(await findWrongCounts(ctx)).toEqual([]);
    await reindexPortal(ctx);
    expect(await readTotals(ctx)).toMatchObject({ indexedSeq: 0n, blocks: 0, counted: 0 });
    await indexPortal(ctx, { signal: NEVER });
    await forgetJobs();
  });

  test("or sleeps keeps others from the portal meanwhile, and all is counted once", async () => {
    const ctx = await makePortalCtx(db);
    await append(ctx, drawEntries(600, { seed: 5 }));

    const first = startChild("archive-index-counts:pause=3000");
    await until(() => isLocked(ctx));
    const other = await indexPortal(ctx, { signal: NEVER });
    await until(async () => (await readTotals(ctx)).indexedSeq === 576n, { timeoutMs: RESUMED_MS });
    first.child.kill("SIGKILL");
    await first.exited;

    expect(other).toEqual({ blocks: 0, entries: 0, end: "busy" });
    expect(await findWrongCounts(ctx)).toEqual([]);
  });
});
