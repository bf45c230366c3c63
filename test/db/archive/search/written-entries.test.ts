import { expect, test } from "vitest";
import { appendEntries, writeArchivePage } from "../../../../lib/archive/index.ts";
import {
  loadEntries,
  loadUsers,
  loadWritten,
} from "../../../../lib/archive/search/load-entries.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, makeCtx, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick(23);
const OFFSETS = ["+00:00", "+03:00", "-09:30", "+13:45", "-00:45"];
const TIMES = [
  "2026-11-01T10:00:00.500+03:00",
  "2026-11-01 10:00:00+0530",
  "2026-02-30T10:00:00+00:00",
  "no time",
];
const TEXTS = [
  'a "quoted" \\ text / with\ttabs,\nlines,\u0001\u001f\u007f\u0085\u2028 and \u{1F600} кириллица',
  '{"previousUserId":7}',
  '{"a":{"previousUserId":2}}',
];
const drawn = Array.from({ length: 500 }, (_, at) => {
  const entry = drawEntry(pick, { id: at + 1 });
  const moment = new Date(Date.UTC(2026, 8, 1 + (at % 60), at % 24, at % 60)).toISOString();
  const usual = `${moment.slice(0, 19)}${pick(OFFSETS)}`;
  const timestampX = at % 10 === 0 ? pick(TIMES) : usual;
  const own = { auditTypeId: "USER_AUTHORIZE", description: pick(TEXTS), itemId: "2" };
  return { ...entry, timestampX, ...(at % 3 === 0 && own) };
});
await append(ctx, drawn);
const [one, two] = drawn.map((entry) => ({ ...entry, nativeId: null }));
await appendEntries(ctx, {
  epoch: 0,
  source: 1,
  rows: [one, two].filter((row) => row !== undefined),
});
await append(ctx, [{ ...drawEntry(pick, { id: 1 }), nativeId: "9223372036854775807" }]);
await nameUsers(ctx);
const keys = await db.entry.findMany({
  where: { portalId: ctx.portalId },
  select: { at: true, seq: true },
  orderBy: { seq: "desc" },
});

test("what the database writes of an entry is what is read of it, sign by sign", async () => {
  const [read, written] = await inSnapshot(ctx, {}, async (snapshot) => [
    await loadEntries(snapshot, keys),
    await loadWritten(snapshot, keys),
  ]);

  expect(read).toHaveLength(drawn.length + 3);
  expect(read.filter(({ source }) => source === "logbook")).toHaveLength(2);
  expect(written.map(({ json }) => json)).toEqual(read.map((entry) => JSON.stringify(entry)));
  expect(written.map(({ at }) => at)).toEqual(read.map(({ at }) => at));
});

test("the same users are named with written entries as with those that are read", async () => {
  const [named, same] = await inSnapshot(ctx, {}, async (snapshot) => [
    await loadUsers(snapshot, await loadEntries(snapshot, keys)),
    await loadUsers(snapshot, await loadWritten(snapshot, keys)),
  ]);

  expect(Object.keys(named)).toContain("7");
  expect(same).toEqual(named);
});

test("a page without entries is written too", async () => {
  const page = await writeArchivePage(ctx, { q: "id:999999", order: "asc" });

  expect(page.rows).toBe(0);
  expect(JSON.parse(page.json)).toMatchObject({ items: [], older: null, newer: null });
});
