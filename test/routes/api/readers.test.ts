import { describe, expect, test } from "vitest";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import { GET as liveEntries } from "../../../app/api/v1/live/route.ts";
import { GET as findPeople } from "../../../app/api/v1/readers/people/route.ts";
import { GET as listReaders, PUT as changeReaders } from "../../../app/api/v1/readers/route.ts";
import { GET as listReadings } from "../../../app/api/v1/readings/route.ts";
import { GET as listTokens } from "../../../app/api/v1/tokens/route.ts";
import { flushReadings } from "../../../lib/access/index.ts";
import type { ReadingPage } from "../../../lib/access/shared.ts";
import { makeToken } from "../../support/access.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { byToken, openAccessBed } from "./access-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const { portal, portalId, other, call } = await openAccessBed(db, cloud);
const READER = 6;

describe("readers", () => {
  test("are found by name, added, listed and removed, which holds at once", async () => {
    const found = await call<{ items: unknown[] }>(findPeople, { path: "/x?find=fiona" });
    const added = await call(changeReaders, { method: "PUT", body: { add: READER } });
    const frame = await openFrame(portal, READER);
    const during = await call(listEntries, { as: frame });
    const removed = await call(changeReaders, { method: "PUT", body: { remove: READER } });
    const after = await call(listEntries, { as: frame });

    expect(found.body.items).toMatchObject([{ id: READER, name: "Fiona Archer" }]);
    expect(added.body).toMatchObject({ items: [{ id: READER, name: "Fiona Archer" }] });
    expect([during.status, removed.status, after.status]).toEqual([200, 200, 403]);
    expect(removed.body).toEqual({ items: [] });
  });

  test.each([
    [{ add: 4 }, "add", "nobody who works on the portal"],
    [{ add: 9_999 }, "add", "nobody who works on the portal"],
    [{}, "add", "exactly one"],
    [{ add: 6, remove: 7 }, "add", "exactly one"],
  ])("are not changed by %j", async (body, at, words) => {
    const { status, body: fault } = await call<{ errors: { at: string; message: string }[] }>(
      changeReaders,
      { method: "PUT", body },
    );

    expect(status).toBe(400);
    expect(fault.errors[0]).toMatchObject({
      at,
      message: expect.stringContaining(words) as string,
    });
  });

  test("of one portal are none of another", async () => {
    await call(changeReaders, { method: "PUT", body: { add: READER } });

    const theirs = await call(listReaders, { as: other.admin });
    const stranger = await openFrame(other.portal, READER);

    expect(theirs.body).toEqual({ items: [] });
    expect(stranger.view.user.canRead).toBe(false);
  });

  test("who were dismissed are proven again and lose their session", async () => {
    await call(changeReaders, { method: "PUT", body: { add: 7 } });
    const frame = await openFrame(portal, 7);
    portal.people.patch(7, { isActive: false });
    const adminProvenAt = new Date(Date.now() - 6 * 60_000);
    await db.session.updateMany({ where: { portalId, userId: 7 }, data: { adminProvenAt } });

    expect((await call(listEntries, { as: frame })).status).toBe(401);
  });

  test("an administrator who lost the right reads on only if he is named", async () => {
    const frame = await openFrame(portal, 3);
    portal.people.patch(3, { isAdmin: false });
    const adminProvenAt = new Date(Date.now() - 6 * 60_000);
    await db.session.updateMany({ where: { portalId, userId: 3 }, data: { adminProvenAt } });

    const refused = await call(listEntries, { as: frame });
    await call(changeReaders, { method: "PUT", body: { add: 3 } });
    const read = await call(listEntries, { as: frame });
    const managed = await call(listTokens, { as: frame });

    expect([refused.status, read.status, managed.status]).toEqual([403, 200, 403]);
  });
});

describe("readings", () => {
  test("tell who read what, by person, token and kind, page by page", async () => {
    const { token, view } = await makeToken(db, { portalId: other.portalId, name: "Poller" });
    const as = other.admin;
    await call(listEntries, { as, path: "/x?q=type:USER_LOGIN&limit=7" });
    await call(listEntries, { as, path: "/x?limit=3" });
    await byToken(listEntries, { token, path: "/api/v1/entries?limit=2" });
    await flushReadings();

    const read = async (path: string) => (await call<ReadingPage>(listReadings, { as, path })).body;
    const all = await read("/x");
    const first = await read("/x?limit=1");
    const second = await read(`/x?limit=2&before=${encodeURIComponent(first.nextCursor ?? "")}`);

    expect(all.items.map(({ kind, method, rows, who }) => [kind, method, rows, who.name])).toEqual([
      ["api", "entries", 2, "Poller"],
      ["view", "entries", 3, "Ann Admin"],
      ["search", "entries", expect.any(Number), "Ann Admin"],
    ]);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(all.items[0]).toMatchObject({ address: "203.0.113.9", query: { limit: "2" } });
    expect(all.items[2]?.query).toEqual({ q: "type:USER_LOGIN" });
    expect((await read(`/x?token=${view.id}`)).items).toEqual([all.items[0]]);
    expect((await read("/x?person=1&kind=search")).items).toEqual([all.items[2]]);
    expect((await read("/x?to=2020-01-01T00:00:00Z")).items).toEqual([]);
  });

  test("of live reading are one record a minute and not one a request", async () => {
    const frame = await openFrame(other.portal, 3);
    for (let times = 0; times < 4; times += 1) {
      await call(liveEntries, { as: frame, path: `/x?q=ip:private&after=${times}` });
    }
    await flushReadings();

    const rows = await db.reading.findMany({
      where: { portalId: other.portalId, userId: 3, method: "live" },
      orderBy: { id: "asc" },
    });
    expect(rows.map(({ times, query }) => [times, query])).toEqual([
      [1, { q: "ip:private" }],
      [3, { q: "ip:private" }],
    ]);
  });

  test.each(["before=x", "token=1", "kind=all", "from=yesterday", "limit=0"])(
    "refuses %s and says where",
    async (query) => {
      const { status, body } = await call<{ errors: { at: string }[] }>(listReadings, {
        path: `/x?${query}`,
      });

      expect(status).toBe(400);
      expect(body.errors[0]?.at).toBe(query.split("=")[0]);
    },
  );
});
