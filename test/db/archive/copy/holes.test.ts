import { describe, expect, test } from "vitest";
import { findHoles } from "../../../../lib/archive/copy/holes.ts";
import { openSession } from "../../../../lib/archive/copy/session.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { makePortal, createTestDb, testPortalCtx } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import { copyAll, expectFollowed, makeCopyBed, storedIds } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };
const DAY = 86_400;
const now = Math.floor(Date.now() / 1_000);

const rowsOf = (count: number, from: number, severity = "SECURITY") =>
  Array.from({ length: count }, (_, n) => ({ at: from + n, itemId: `${from} ${n}`, severity }));

async function holesOf(ctx: PortalCtx): Promise<[number, number][]> {
  const session = await openSession(ctx, { priority: "background" });
  if (session === null) throw new Error("Somebody else holds the lease.");
  const holes = await findHoles(session).finally(() => session.close());
  return holes.map(({ low, high }) => [Number(low), Number(high)]);
}

describe("a quiet log", () => {
  test("is not asked again for what lies below its first recent entry", async () => {
    const { portal, ctx } = await makeCopyBed(at);
    portal.settings.retentionDays = 0;
    const old = portal.eventLog.appendRows(rowsOf(1_500, now - 70 * DAY));
    portal.eventLog.appendRows(rowsOf(3, now - 3_600));
    await copyAll(ctx);

    const last = old.at(-1)?.id ?? 0;

    const holes = await holesOf(ctx);
    expect(holes.every(([low]) => low > last - 100)).toBe(true);
    const ids = new Set(old.map(({ id }) => id));
    expect(holes.some(([low, high]) => [...ids].some((id) => id >= low && id <= high))).toBe(false);
  });

  test("tells of what appears late behind a silence of months", async () => {
    const bed = await makeCopyBed(at);
    const { portal, ctx } = bed;
    portal.settings.retentionDays = 0;
    portal.eventLog.appendRows(rowsOf(1_500, now - 70 * DAY));
    const commit = portal.eventLog.begin({ ...rowsOf(1, now - 3_601)[0], itemId: "late" });
    portal.eventLog.appendRows(rowsOf(3, now - 3_600));
    await copyAll(ctx);

    commit();
    await copyAll(ctx);

    await expectFollowed(bed, portal.eventLog.rows);
  });

  test("that was just begun has nothing to ask for below its first entry", async () => {
    const { portal, ctx } = await makeCopyBed(at);
    portal.eventLog.begin({ itemId: "never committed" });
    portal.eventLog.appendRows(rowsOf(1, now));
    await copyAll(ctx);

    expect(await holesOf(ctx)).toEqual([]);
  });
});

describe("entries that retention removed", () => {
  test("are not stored again, and late ones beside them are found", async () => {
    const { portal, ctx } = await makeCopyBed(at);
    portal.settings.retentionDays = 0;
    const admin: PortalCtx = { ...ctx, actor: { kind: "user", userId: 1, isAdmin: true } };
    await saveRetention(admin, {
      rules: { months: 36, rules: [{ severities: ["DEBUG"], months: 1 }] },
    });
    await db.archiveSetting.updateMany({ data: { resortSince: null } });
    const { eventLog } = portal;
    const kept = eventLog.appendRows(rowsOf(1, now - 70 * DAY));
    const gone = eventLog.appendRows(rowsOf(60, now - 69 * DAY, "DEBUG"));
    kept.push(...eventLog.appendRows(rowsOf(1, now - 68 * DAY)));
    gone.push(...eventLog.appendRows(rowsOf(10, now - 67 * DAY, "DEBUG")));
    const commit = eventLog.begin({ ...rowsOf(1, now - 3_601)[0], itemId: "late" });
    kept.push(...eventLog.appendRows(rowsOf(3, now - 3_600)));
    await copyAll(ctx);
    expect(await storedIds(ctx)).toHaveLength(kept.length + gone.length);
    await dropMonths(ctx, { signal: new AbortController().signal });

    const late = commit();
    await copyAll(ctx);
    await copyAll(ctx);

    const stored = (await storedIds(ctx)).map(({ id }) => id);
    expect(stored.toSorted((a, b) => a - b)).toEqual(
      [...kept, late].map(({ id }) => id).toSorted((a, b) => a - b),
    );
  });
});

describe("a busy log", () => {
  test("is looked through only as far as its newest numbers", async () => {
    const ctx = await fillLog(60_000, [100, 50_000, 59_990]);

    expect(await holesOf(ctx)).toEqual([
      [50_000, 50_000],
      [59_990, 59_990],
    ]);
  });

  test("without any missing number has no holes", async () => {
    expect(await holesOf(await fillLog(60_000, []))).toEqual([]);
  });
});

/** Entries of the last seconds, straight into the table. */
async function fillLog(count: number, missing: number[]): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  const { id } = portal;
  await db.$executeRaw`SELECT entry_partition(36, (now() AT TIME ZONE 'UTC')::date)`;
  await db.$executeRaw`
    INSERT INTO entry (portal_id, seq, at, portal_entry_id, severity_id, type_id, module_id, keep,
      item, hash)
    SELECT ${id}, n, now(), n, 1, 1, 1, 36, '', '' FROM generate_series(1, ${count}::int) n
    WHERE n <> ALL(${missing}::int[])`;
  await db.$executeRaw`
    INSERT INTO archive_copy (portal_id, newest_id, newest_at) VALUES (${id}, ${count}, now())`;
  await db.archiveSpan.create({
    data: { portalId: id, epoch: 0, lowId: 1n, highId: BigInt(count), state: "loaded" },
  });
  return testPortalCtx(db, { portalId: id });
}
