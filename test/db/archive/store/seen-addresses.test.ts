import { describe, expect, test } from "vitest";
import { countEntries, searchEntries, type EntryInput } from "../../../../lib/archive/index.ts";
import { keepArchives } from "../../../../lib/archive/keep/keep-job.ts";
import { fillSeen, forgetSeen } from "../../../../lib/archive/keep/seen-care.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled, withTx } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { index, makeCtx, openPick } from "../search/bed.ts";
import { makeEntry, readViews, store } from "./bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();

const ADDRESSES = ["203.0.113.7", "10.0.0.1", "2001:DB8::1", "::ffff:10.0.0.1", "no host", ""];

/** Entries of a few people from a few addresses, in no order of time; many of one time. */
function drawEntries(count: number, from = 1): EntryInput[] {
  const pick = openPick(from + 6);
  return Array.from({ length: count }, (_, at) =>
    makeEntry(from + at, {
      userId: pick([null, 0, 1, 2, 3, 4, 5]),
      remoteAddr: pick(ADDRESSES),
      timestampX: `2026-${pick(["09", "10", "11"])}-1${pick([0, 1, 2])}T10:00:00+00:00`,
    }),
  );
}

/** The first entry of each person from each address, found by looking at all of them. */
async function naive(ctx: PortalCtx): Promise<string[]> {
  const first = new Map<string, { id: string; at: string }>();
  for (const { id, at, userId, remoteAddr } of await readViews(ctx)) {
    if (userId === null || userId === 0 || remoteAddr === "") continue;
    const key = `${userId} ${remoteAddr}`;
    const before = first.get(key);
    const isFirst = before === undefined || at < before.at;
    if (isFirst) first.set(key, { id, at });
  }
  return [...first.values()]
    .sort((one, other) =>
      one.at < other.at ? 1 : one.at > other.at ? -1 : Number(other.id) - Number(one.id),
    )
    .map(({ id }) => id);
}

async function found(ctx: PortalCtx, q = "is:new-address"): Promise<string[]> {
  const { items } = await searchEntries(ctx, { q, limit: 1_000 });
  return items.map(({ id }) => id);
}

async function paged(ctx: PortalCtx, order: "asc" | "desc"): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const input = { q: "is:new-address", order, limit: 4, ...(cursor !== undefined && { cursor }) };
    const page = await searchEntries(ctx, input);
    ids.push(...page.items.map(({ id }) => id));
    cursor = (order === "desc" ? page.older : page.newer) ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

describe("the first entry of a user from an address", () => {
  test("is the earliest one by time, however late it came in", async () => {
    const ctx = await makeCtx(db);
    for (const from of [1, 101, 201]) {
      await store(ctx, drawEntries(100, from));
      expect(await found(ctx)).toEqual(await naive(ctx));
    }
    await index(ctx);

    const expected = await naive(ctx);
    expect(expected.length).toBeGreaterThan(20);
    expect(await found(ctx)).toEqual(expected);
    const marked = (await readViews(ctx)).filter(({ isNewAddress }) => isNewAddress === true);
    expect(marked.map(({ id }) => id).sort()).toEqual([...expected].sort());
  });

  test("is found page by page in both directions, counted, and joined with other conditions", async () => {
    const ctx = await makeCtx(db);
    await store(ctx, drawEntries(300));
    await index(ctx);
    const expected = await naive(ctx);

    expect(await paged(ctx, "desc")).toEqual(expected);
    expect(await paged(ctx, "asc")).toEqual(expected.toReversed());
    expect(await countEntries(ctx, { q: "is:new-address" })).toMatchObject({
      total: expected.length,
      isExact: true,
    });
    const byUser = new Set(await found(ctx, "user:2"));
    expect(await found(ctx, "is:new-address user:2")).toEqual(
      expected.filter((id) => byUser.has(id)),
    );
    expect(await found(ctx, "-is:new-address")).toHaveLength(300 - expected.length);
    expect(await found(ctx, "is:new-address is:other")).toEqual([]);
  });

  test("is told for each portal by itself", async () => {
    const [one, other] = [await makeCtx(db), await makeCtx(db)];
    await store(one, [makeEntry(1)]);
    await store(other, [makeEntry(1)]);

    expect(await found(one)).toEqual(["1"]);
    expect(await found(other)).toEqual(["1"]);
  });

  test("is not noted by an append that is taken back", async () => {
    const ctx = await makeCtx(db);
    const also = async (): Promise<void> => Promise.reject(new TypeError("taken back"));
    await expect(store(ctx, [makeEntry(1)], { also })).rejects.toThrow("taken back");
    await store(ctx, [makeEntry(2, { remoteAddr: "10.0.0.1" }), makeEntry(3)]);

    expect(await found(ctx)).toEqual(["2", "1"]);
  });

  test("takes an address of any length without harm, but notes only those that can be one", async () => {
    const ctx = await makeCtx(db);
    await store(ctx, [makeEntry(1, { remoteAddr: "x".repeat(9_000) }), makeEntry(2)]);

    expect(await found(ctx)).toEqual(["2"]);
  });
});

/** As an append of a version before leaves it, which notes nothing. */
async function storeUnnoted(ctx: PortalCtx, rows: readonly EntryInput[]): Promise<void> {
  const where = { portalId: ctx.portalId };
  const before = await db.archiveHead.findUnique({ where });
  const pairs = await db.archiveSeen.findMany({ where });
  await withTx(db, async (tx) => store({ ...ctx, db: tx }, rows));
  await db.archiveSeen.deleteMany({ where });
  await db.archiveSeen.createMany({ data: pairs });
  const { unseenSeq, notedSeq } = before ?? { unseenSeq: 0n, notedSeq: 0n };
  await db.archiveHead.update({ where, data: { unseenSeq, notedSeq } });
}

async function marks(ctx: PortalCtx): Promise<number> {
  return (await readViews(ctx)).filter(({ isNewAddress }) => isNewAddress === true).length;
}

const filled = { isDone: true, failures: [] };

describe("entries that were stored before first addresses were noted", () => {
  test("are looked through in batches, beside appends, to the same result", async () => {
    const ctx = await makeCtx(db);
    await store(ctx, drawEntries(300));
    const expected = await naive(ctx);
    const { portalId } = ctx;
    await db.archiveSeen.deleteMany({ where: { portalId } });
    await db.archiveHead.update({ where: { portalId }, data: { unseenSeq: 300 } });
    const input = makeEntry(301, { timestampX: "2026-11-20T10:00:00+00:00", userId: 1 });
    await withTx(db, async (tx) => store({ ...ctx, db: tx }, [input]));
    const undone = { isDone: false, failures: [] };
    expect(await fillSeen(ctx, { signal, sliceMs: 0 })).toEqual(undone);
    // Nobody knows yet which of them are the first.
    expect(await found(ctx)).toEqual([]);
    expect(await marks(ctx)).toBe(0);
    expect(await countEntries(ctx, { q: "is:new-address" })).toMatchObject({ total: 0 });
    expect(await fillSeen(ctx, { signal, sliceMs: 600_000 })).toEqual(filled);

    expect(await found(ctx)).toEqual(expected);
    expect(await marks(ctx)).toBe(expected.length);
    const head = await db.archiveHead.findUniqueOrThrow({ where: { portalId } });
    expect(head).toMatchObject({ unseenSeq: 0n, notedSeq: 301n });
  });

  test("are looked through when a process of an older version stored them in between", async () => {
    const ctx = await makeCtx(db);
    const where = { portalId: ctx.portalId };
    await store(ctx, drawEntries(50));
    await storeUnnoted(ctx, drawEntries(50, 51));
    expect(await found(ctx)).toEqual([]);
    expect(await marks(ctx)).toBe(0);

    await store(ctx, drawEntries(50, 101));
    const head = await db.archiveHead.findUniqueOrThrow({ where });
    expect(head).toMatchObject({ lastSeq: 150n, unseenSeq: 100n, notedSeq: 150n });
    expect(await found(ctx)).toEqual([]);
    expect(await fillSeen(ctx, { signal, sliceMs: 600_000 })).toEqual(filled);
    expect(await found(ctx)).toEqual(await naive(ctx));

    // The last ones may be such ones, too.
    await storeUnnoted(ctx, drawEntries(50, 151));
    expect(await found(ctx)).toEqual([]);
    expect(await fillSeen(ctx, { signal, sliceMs: 600_000 })).toEqual(filled);
    expect(await found(ctx)).toEqual(await naive(ctx));
  });

  test("are looked through even when those of another portal cannot be", async () => {
    const [broken, ctx] = [await makeCtx(db), await makeCtx(db)];
    await storeUnnoted(broken, [makeEntry(1)]);
    await storeUnnoted(ctx, [makeEntry(1)]);
    const add = `ADD CONSTRAINT none CHECK (portal_id <> ${broken.portalId})`;
    await db.$executeRawUnsafe(`ALTER TABLE archive_seen ${add}`);
    try {
      const run = keepArchives(ctx, { signal, sliceMs: 600_000 });
      await expect(run).rejects.toThrow("could not be cared for");
    } finally {
      await db.$executeRawUnsafe("ALTER TABLE archive_seen DROP CONSTRAINT none");
    }
    expect(await found(ctx)).toEqual(["1"]);
    expect(await found(broken)).toEqual([]);
    expect(await keepArchives(ctx, { signal, sliceMs: 600_000 })).toBe(true);
    expect(await found(broken)).toEqual(["1"]);
  });
});

describe("what is known of users and addresses", () => {
  test("goes when all entries that old are gone, and stays where the user came back", async () => {
    const ctx = await makeCtx(db);
    const at = (month: string) => ({ timestampX: `2026-${month}-10T10:00:00+00:00` });
    const often = { remoteAddr: "10.0.0.1" };
    await store(ctx, [makeEntry(1, at("08")), makeEntry(2, { ...at("08"), ...often })]);
    await store(ctx, [makeEntry(3, { ...at("10"), ...often })]);
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${ctx.portalId} AND seq < 3`;

    // Whoever removed them may have crashed before: this run removes nothing itself.
    expect(await keepArchives(ctx, { signal, sliceMs: 600_000 })).toBe(true);

    const { portalId } = ctx;
    const kept = await db.archiveSeen.findMany({ where: { portalId } });
    expect(kept.map(({ address }) => address)).toEqual(["10.0.0.1"]);
    // It is not new: the first one was before.
    expect(await found(ctx)).toEqual([]);
    await store(ctx, [makeEntry(4, at("11"))]);
    expect(await found(ctx)).toEqual(["4"]);
  });

  test("is learnt anew where it was forgotten, also by a worker that remembers it", async () => {
    const ctx = await makeCtx(db);
    await store(ctx, [makeEntry(1)]);
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${ctx.portalId}`;
    expect(await forgetSeen(ctx, { signal })).toEqual([]);

    await store(ctx, [makeEntry(2)]);

    expect(await found(ctx)).toEqual(["2"]);
    // Where nothing was forgotten, what is remembered goes on being so.
    expect(await forgetSeen(ctx, { signal })).toEqual([]);
    const { portalId } = ctx;
    const head = await db.archiveHead.findUniqueOrThrow({ where: { portalId } });
    expect(head.seenForgotten).toBe(1n);
  });

  test("stays when an entry that old is being stored", async () => {
    const ctx = await makeCtx(db);
    const old = { timestampX: "2026-08-10T10:00:00+00:00" };
    await store(ctx, [makeEntry(1, old), makeEntry(2, { remoteAddr: "10.0.0.1" })]);
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${ctx.portalId} AND seq = 1`;
    let forgetting: Promise<unknown> | undefined;
    const also = async (): Promise<void> => {
      forgetting ??= forgetSeen(ctx, { signal });
      await expect.poll(countWaiting, { timeout: 30_000 }).toBeGreaterThan(0);
    };
    await store(ctx, [makeEntry(3, old)], { also });

    expect(await forgetting).toEqual([]);
    const { portalId } = ctx;
    expect(await db.archiveSeen.count({ where: { portalId } })).toBe(2);
  });
});

/** Who waits for the head of an archive. */
async function countWaiting(): Promise<number> {
  const rows = await runCompiled(db, {
    text: `SELECT FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND query LIKE '%archive_head%'`,
    values: [],
  });
  return rows.length;
}
