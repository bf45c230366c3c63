import { describe, expect, test } from "vitest";
import { saveRetention } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { withTx } from "../../../../lib/db/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../../support/index.ts";
import { makeEntries, makeEntry, readViews, store } from "./bed.ts";

const { db } = await createTestDb();

async function arrange(input: { userId?: number } = {}) {
  const { portal } = await makePortal(db);
  const { userId } = input;
  const overrides =
    userId === undefined ? {} : { actor: { kind: "user", userId, isAdmin: true } as const };
  return testPortalCtx(db, { portalId: portal.id, overrides });
}

async function nativeIds(ctx: PortalCtx): Promise<(string | null)[]> {
  return (await readViews(ctx)).map(({ nativeId }) => nativeId);
}

describe("entries that are stored", () => {
  test("get consecutive numbers in the order they are given, also with one equal time", async () => {
    const ctx = await arrange();
    const entries = makeEntries(1, 1_000).reverse();

    const appended = await store(ctx, entries);

    expect(appended).toEqual({ stored: 1_000, known: 0, firstSeq: 1n, lastSeq: 1_000n });
    const views = await readViews(ctx);
    expect(views.map(({ id }) => id)).toEqual(entries.map((_, index) => String(index + 1)));
    expect(views.map(({ nativeId }) => nativeId)).toEqual(entries.map(({ nativeId }) => nativeId));
  });

  test("are sent in several parts where they are many or long", async () => {
    const ctx = await arrange();
    const long = makeEntries(10_001, 3, { description: "я".repeat(3_000_000) });

    const appended = await store(ctx, [...makeEntries(1, 2_500), ...long]);

    expect(appended.lastSeq).toBe(2_503n);
    expect(await readViews(ctx)).toHaveLength(2_503);
  });

  test("may be none, and then only the other work is done", async () => {
    const ctx = await arrange();
    const seen: unknown[] = [];

    const appended = await store(ctx, [], { also: async (_tx, done) => void seen.push(done) });

    expect(appended).toEqual({ stored: 0, known: 0, firstSeq: null, lastSeq: null });
    expect(seen).toEqual([appended]);
  });

  test("may be our own, without a number of the portal, as often as they come", async () => {
    const ctx = await arrange();
    const own = makeEntry(0, { nativeId: null });

    await store(ctx, [own, own], { source: 1 });
    await store(ctx, [own, makeEntry(1)].slice(0, 1), { source: 1 });

    const views = await readViews(ctx);
    expect(views.map(({ source, nativeId }) => [source, nativeId])).toEqual([
      ["logbook", null],
      ["logbook", null],
      ["logbook", null],
    ]);
  });

  test("are refused when they come without a number but from the portal", async () => {
    const ctx = await arrange();

    await expect(store(ctx, [makeEntry(1, { nativeId: null })])).rejects.toThrow(/number/);
    await expect(store(ctx, [makeEntry(1)], { source: 1 })).rejects.toThrow(/number/);
    expect(await readViews(ctx)).toEqual([]);
  });

  test("go into the class of the portal's rules, and of the rules at that moment", async () => {
    const ctx = await arrange({ userId: 1 });
    await store(ctx, [makeEntry(1)]);
    await saveRetention(ctx, {
      rules: { months: 12, rules: [{ types: ["USER_*"], months: 3 }] },
    });
    await store(ctx, [makeEntry(2), makeEntry(3, { auditTypeId: "TASK_CHANGED" })]);

    const rows = await db.entry.findMany({
      where: { portalId: ctx.portalId },
      orderBy: { seq: "asc" },
    });
    expect(rows.map(({ keep }) => keep)).toEqual([36, 3, 12]);
  });
});

describe("an entry that comes again", () => {
  test("is counted and not stored, also when it comes twice at once", async () => {
    const ctx = await arrange();
    await store(ctx, makeEntries(1, 3));

    const again = await store(ctx, [...makeEntries(2, 4), makeEntry(5)]);

    expect(again).toEqual({ stored: 2, known: 3, firstSeq: 4n, lastSeq: 5n });
    expect(await nativeIds(ctx)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test.each([
    ["another text", { description: "changed" }],
    ["another hour", { timestampX: "2026-11-20T09:00:00+03:00" }],
    ["another year", { timestampX: "2024-01-20T09:00:00+03:00" }],
    ["another zone", { timestampX: "2026-11-20T07:00:00+00:00" }],
    ["a time that is none", { timestampX: "?" }],
  ])("with %s is the same entry", async (_what, part) => {
    const ctx = await arrange();
    await store(ctx, makeEntries(1, 3));

    expect(await store(ctx, [makeEntry(2, part)])).toMatchObject({ stored: 0, known: 1 });

    // A process that remembers nothing of the portal finds out the same.
    const other = await withTx(db, async (tx) =>
      store({ ...ctx, db: tx }, [makeEntry(3, part), makeEntry(4, part)]),
    );
    expect(other).toMatchObject({ stored: 1, known: 1 });
    expect(await nativeIds(ctx)).toEqual(["1", "2", "3", "4"]);
  });

  test("in another epoch is another entry", async () => {
    const ctx = await arrange();
    await store(ctx, makeEntries(1, 3));

    expect(await store(ctx, makeEntries(1, 3), { epoch: 1 })).toMatchObject({ stored: 3 });
    expect(await store(ctx, makeEntries(1, 3), { epoch: 1 })).toMatchObject({ known: 3 });
    expect(await store(ctx, makeEntries(1, 3))).toMatchObject({ known: 3 });
  });

  test("late, between numbers that are stored, is stored", async () => {
    const ctx = await arrange();
    await store(ctx, [makeEntry(1), makeEntry(9)]);

    expect(await store(ctx, [makeEntry(5)])).toMatchObject({ stored: 1, firstSeq: 3n });
    expect(await store(ctx, [makeEntry(5)])).toMatchObject({ known: 1 });
  });
});

describe("an append that fails", () => {
  test("leaves nothing behind, and what it made up is forgotten", async () => {
    const ctx = await arrange();
    await store(ctx, [makeEntry(1)]);
    const failing = store(ctx, [makeEntry(2, { userAgent: "Lost", auditTypeId: "LOST" })], {
      also: async () => Promise.reject(new TypeError("the cursor did not move")),
    });
    await expect(failing).rejects.toThrow("the cursor did not move");

    await store(ctx, [makeEntry(3, { userAgent: "Other", auditTypeId: "OTHER" })]);
    await store(ctx, [makeEntry(2, { userAgent: "Lost", auditTypeId: "LOST" })]);

    const views = await readViews(ctx);
    expect(views.map(({ id, auditTypeId, userAgent }) => [id, auditTypeId, userAgent])).toEqual([
      ["1", "USER_AUTHORIZE", "Mozilla/5.0"],
      ["2", "OTHER", "Other"],
      ["3", "LOST", "Lost"],
    ]);
  });

  test("of a caller whose transaction is rolled back is forgotten too", async () => {
    const ctx = await arrange();
    await store(ctx, [makeEntry(1)]);
    const failing = withTx(db, async (tx) => {
      await store({ ...ctx, db: tx }, [makeEntry(2, { moduleId: "lost" })]);
      throw new TypeError("something else failed");
    });
    await expect(failing).rejects.toThrow("something else failed");

    await store(ctx, [makeEntry(3, { moduleId: "other" }), makeEntry(2, { moduleId: "lost" })]);

    const views = await readViews(ctx);
    expect(views.map(({ moduleId }) => moduleId)).toEqual(["main", "other", "lost"]);
  });

  test("writes together with other work or not at all", async () => {
    const ctx = await arrange();
    await store(ctx, [makeEntry(1)], {
      also: async (tx, { lastSeq }) => {
        await tx.archiveCopy.create({ data: { portalId: ctx.portalId, newestId: lastSeq } });
      },
    });

    const copy = await db.archiveCopy.findUnique({ where: { portalId: ctx.portalId } });
    expect(copy?.newestId).toBe(1n);
  });
});

describe("another portal", () => {
  test("is neither read nor touched", async () => {
    const [mine, other] = [await arrange(), await arrange()];
    await store(other, makeEntries(1, 5, { userAgent: "Theirs" }));
    const before = await snapshot(other);

    const appended = await store(mine, makeEntries(1, 5, { userAgent: "Theirs" }));
    await store(mine, makeEntries(3, 9, { userAgent: "Mine" }));

    expect(appended).toEqual({ stored: 5, known: 0, firstSeq: 1n, lastSeq: 5n });
    expect(await snapshot(other)).toEqual(before);
    const texts = await db.entryText.findMany({ where: { portalId: mine.portalId } });
    const agents = texts.filter(({ kind }) => kind === 5);
    expect(agents.map(({ value }) => value).sort()).toEqual(["Mine", "Theirs"]);
  });

  test("does not wait for this one", async () => {
    const [mine, other] = [await arrange(), await arrange()];

    await store(mine, [makeEntry(1)], {
      also: async () => {
        await store(other, [makeEntry(1)]);
      },
    });

    expect(await readViews(other)).toHaveLength(1);
  });
});

async function snapshot({ portalId }: PortalCtx): Promise<unknown> {
  const where = { portalId };
  return {
    head: await db.archiveHead.findMany({ where }),
    texts: await db.entryText.findMany({ where, orderBy: { id: "asc" } }),
    rows: await db.entry.findMany({ where, orderBy: { seq: "asc" } }),
  };
}
