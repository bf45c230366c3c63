import { expect, test } from "vitest";
import {
  entriesAfter,
  entryContext,
  findEntry,
  indexPortal,
  openEntryReader,
  pickEntries,
  readArchivedEntry,
  searchEntries,
  writeArchivePage,
  type EntryView,
} from "../../../lib/archive/index.ts";
import { portalCtx } from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { copyAll } from "./copy/bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const HOUR_MS = 3_600_000;
const [OLD, NEW] = ["Boris Clerk", "Boris Married"];
// The third one was written before the archive could know of the change, so it keeps the name known by then.
const ITEMS = ["long before", "before", "not noticed yet", "after"];
const KNOWN_AS = [OLD, OLD, OLD, NEW];

/** Entries of a user whom the portal renames once, copied before and after that. */
async function arrange() {
  const portal = await cloud.addPortal({ entries: 0, edition: "box" });
  portal.settings.logsRestUse = false;
  portal.settings.retentionDays = 0;
  let now = Date.now() - 30 * HOUR_MS;
  const base = testCtx(db, { now: () => new Date(now) });
  const ctx = portalCtx(base, (await installPortal(testCtx(db), portal)).portalId);
  const write = (itemId: string, hoursAgo: number, userId = 2): void => {
    const at = Math.floor(now / 1_000) - hoursAgo * 3_600;
    portal.eventLog.appendRows([{ at, itemId, userId, auditTypeId: "USER_LOGOUT" }]);
  };
  write("long before", 100);
  write("somebody else's", 3, 1);
  write("before", 1);
  await copyAll(ctx);
  portal.patchUser(2, { lastName: "Married" });
  now += 10 * HOUR_MS;
  write("not noticed yet", 1);
  await copyAll(ctx);
  now += 5 * HOUR_MS;
  write("after", 1);
  await copyAll(ctx);
  return ctx;
}

const ctx = await arrange();

const namesOf = (entries: readonly EntryView[]) =>
  entries.filter(({ userId }) => userId === 2).map(({ itemId, userName }) => [itemId, userName]);
const told = ITEMS.map((item, place) => [item, KNOWN_AS[place]]);

test("a page of entries shows each with its user's name as known at its time", async () => {
  const { items, users } = await searchEntries(ctx, { order: "asc" });

  expect(namesOf(items)).toEqual(told);
  // Beside them stands who that is today.
  expect(users).toMatchObject({ 2: { name: NEW, isKnown: true } });
  const { json } = await writeArchivePage(ctx, { order: "asc" });
  expect(namesOf((JSON.parse(json) as { items: EntryView[] }).items)).toEqual(told);
  expect(namesOf((await entriesAfter(ctx, {})).items)).toEqual(told);
});

test("a single entry and what stands around it have the names of their times", async () => {
  const { items } = await searchEntries(ctx, { order: "asc", q: "user:2" });

  for (const [place, { id }] of items.entries()) {
    const entry = { id, itemId: ITEMS[place], userName: KNOWN_AS[place] };
    expect(await findEntry(ctx, { id })).toMatchObject({ state: "found", entry });
    const portalOrigin = "https://portal.example";
    expect(await readArchivedEntry(ctx, { id, portalOrigin })).toMatchObject({
      entry,
      users: { 2: { name: NEW } },
    });
    const context = await entryContext(ctx, { id, scope: "user" });
    if (context.state !== "found") throw new TypeError(context.state);
    const around = [...context.newer.items, context.anchor, ...context.older.items];
    expect(namesOf(around.reverse())).toEqual(told);
  }
});

test("an export has the names of the times, too", async () => {
  const query = { q: "", order: "asc", zone: "UTC", now: ctx.now(), upTo: 1_000n } as const;
  const { entries } = await openEntryReader(ctx, query).next(null);

  expect(namesOf(entries)).toEqual(told);
});

test.each([
  ["not indexed", false],
  ["in blocks", true],
])("a search by either name finds the user's entries of all times (%s)", async (_, isIndexed) => {
  if (isIndexed) await indexPortal(ctx, { signal: new AbortController().signal });

  for (const q of [`user:"${OLD}"`, `user:"${NEW}"`, `user:boris*`, `"${OLD}"`, `"${NEW}"`]) {
    const { items } = await searchEntries(ctx, { q, order: "asc" });
    expect(namesOf(items), q).toEqual(told);
    expect(items, q).toHaveLength(ITEMS.length);
  }
  expect((await searchEntries(ctx, { q: 'user:"Boris Unknown"' })).items).toEqual([]);
  const others = await searchEntries(ctx, { q: `-user:"${OLD}"` });
  expect(others.items.map(({ itemId }) => itemId)).toEqual(["somebody else's"]);
});

test("a condition on the name that an entry shows tells the times apart", async () => {
  const pick = async (name: string) => {
    const test = { kind: "texts", field: "userName", values: [name] } as const;
    const picked = await pickEntries(ctx, {
      ...{ from: null, to: null, test, limit: 10, fields: [], isKeyed: false },
      order: [{ field: "seq", isDescending: false }],
    });
    return picked.isInTime ? picked.count : null;
  };

  expect([await pick(OLD), await pick(NEW)]).toEqual([3, 1]);
});
