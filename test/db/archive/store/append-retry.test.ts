import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import type { RootDb } from "../../../../lib/db/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../../support/index.ts";
import { makeEntries, readViews, store } from "./bed.ts";

const { db } = await createTestDb();

/** A client that does something else before its next transactions. */
function meddlingDb(meddle: () => Promise<unknown>, times: number): RootDb {
  let left = times;
  const transaction = async (work: Parameters<RootDb["$transaction"]>[0]): Promise<unknown> => {
    if (left > 0) await meddle();
    left -= 1;
    return db.$transaction(work);
  };
  return new Proxy(db, {
    get: (target, name) =>
      name === "$transaction" ? transaction : (Reflect.get(target, name) as unknown),
  });
}

async function arrange(meddle: (ctx: PortalCtx) => Promise<unknown>, times = 1) {
  const { portal } = await makePortal(db);
  const ctx = testPortalCtx(db, { portalId: portal.id });
  return { ctx, meddled: { ...ctx, db: meddlingDb(() => meddle(ctx), times) } };
}

async function setMonths({ portalId }: PortalCtx, months: number): Promise<void> {
  const retention = { months, rules: [] };
  await db.archiveSetting.upsert({
    where: { portalId },
    create: { portalId, retention },
    update: { retention },
  });
}

async function keptMonths({ portalId }: PortalCtx): Promise<number[]> {
  return (await db.entry.findMany({ where: { portalId } })).map(({ keep }) => keep);
}

describe("an append that retention overtakes", () => {
  test.each([
    [3, "all at once"],
    [3_000, "while parts of them are on their way"],
  ])("makes the month again that was dropped before it wrote %i entries, %s", async (count) => {
    const { ctx, meddled } = await arrange(() =>
      db.$executeRawUnsafe("DROP TABLE IF EXISTS entry_k36_2026_11"),
    );
    const description = "x".repeat(2_000);

    const rows = makeEntries(1, count, { description });
    expect(await store(meddled, rows)).toMatchObject({ stored: count, firstSeq: 1n });

    const views = await readViews(ctx);
    expect(views).toHaveLength(count);
    expect(views.every((view) => view.description === description)).toBe(true);
    expect(await store(ctx, makeEntries(count + 1, 1))).toMatchObject({ stored: 1 });
  });

  test("stores by the rules that hold when it writes", async () => {
    const { ctx, meddled } = await arrange((made) => setMonths(made, 3));

    expect(await store(meddled, makeEntries(1, 3))).toMatchObject({ stored: 3 });

    expect(await keptMonths(ctx)).toEqual([3, 3, 3]);
  });

  test("gives up when they never stop changing, and has stored nothing", async () => {
    let months = 12;
    const { ctx, meddled } = await arrange((made) => {
      months = months === 12 ? 24 : 12;
      return setMonths(made, months);
    }, 100);

    await expect(store(meddled, makeEntries(1, 3))).rejects.toMatchObject({ code: "unavailable" });

    expect(await readViews(ctx)).toEqual([]);
  });
});
