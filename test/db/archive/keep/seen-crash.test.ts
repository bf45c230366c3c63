import { expect, test } from "vitest";
import { searchEntries } from "../../../../lib/archive/index.ts";
import { keepArchives } from "../../../../lib/archive/keep/keep-job.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { makeCtx } from "../search/bed.ts";
import { makeEntry, store } from "../store/bed.ts";
import { startKeeping } from "./keep-process.ts";

const { db, url } = await createTestDb();
const now = "2026-12-01T00:00:00Z";
const input = { signal: new AbortController().signal, sliceMs: 600_000 };

/** One portal: two people, of whom one came twice from where he had been. */
async function makePortal(): Promise<PortalCtx> {
  const ctx = await makeCtx(db);
  const other = { userId: 15, remoteAddr: "10.0.0.1" };
  await store(ctx, [makeEntry(1), makeEntry(2), makeEntry(3, other)]);
  return ctx;
}

const found = async (ctx: PortalCtx) =>
  (await searchEntries(ctx, { q: "is:new-address", limit: 10 })).items.map(({ id }) => id);

const pairsOf = async ({ portalId }: PortalCtx) => db.archiveSeen.count({ where: { portalId } });

test("a keeper that is killed between two portals leaves the other one's first addresses to the next", async () => {
  const portals = [await makePortal(), await makePortal()];
  await db.archiveSeen.deleteMany();
  // As they are after an update from a version that noted no first addresses.
  await db.archiveHead.updateMany({ data: { unseenSeq: 3, notedSeq: 3 } });

  const ended = await startKeeping({ url, now, faultPoint: "archive-seen-filled:kill" });

  expect(ended).toBe("SIGKILL");
  expect(await Promise.all(portals.map(pairsOf))).toEqual([2, 0]);
  const [first, second] = portals as [PortalCtx, PortalCtx];
  expect(await found(first)).toEqual(["3", "1"]);
  // Nothing is told of what was not looked through.
  expect(await found(second)).toEqual([]);

  expect(await keepArchives(first, input)).toBe(true);

  expect(await Promise.all(portals.map(pairsOf))).toEqual([2, 2]);
  for (const ctx of portals) expect(await found(ctx)).toEqual(["3", "1"]);
});

test("a keeper that is killed while it forgets leaves the other portals to the next", async () => {
  const portals = [await makePortal(), await makePortal()];
  await db.$executeRaw`DELETE FROM entry`;

  const ended = await startKeeping({ url, now, faultPoint: "archive-seen-forgotten:kill" });

  expect(ended).toBe("SIGKILL");
  expect(await db.archiveSeen.count()).toBeGreaterThan(0);
  const [first] = portals as [PortalCtx, PortalCtx];
  expect(await keepArchives(first, input)).toBe(true);

  expect(await db.archiveSeen.count()).toBe(0);
  // What comes now is new again, in each portal.
  for (const ctx of portals) {
    await store(ctx, [makeEntry(4)]);
    expect(await found(ctx)).toEqual(["4"]);
  }
});
