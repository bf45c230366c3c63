import { describe, expect, test } from "vitest";
import { GET as getEntry } from "../../../app/api/v1/entries/[id]/route.ts";
import { GET as countEntries } from "../../../app/api/v1/entries/count/route.ts";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import type {
  ArchivePage,
  EntryCount,
  EntryDetail,
  EntryPage,
} from "../../../lib/archive/shared.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function newFrame(entries = 30, userId = 1) {
  const portal = await cloud.addPortal({ edition: "enterprise", entries });
  portal.settings.logsRestUse = false;
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return { portal, frame: await openFrame(portal, userId) };
}

type Frame = Awaited<ReturnType<typeof newFrame>>["frame"];

async function list<T = ArchivePage>(frame: Frame, query = ""): Promise<T> {
  const answer = await frame.call(listEntries, { path: `/api/v1/entries?${query}` });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

const idsOf = ({ items }: ArchivePage) => items.map(({ id }) => id);

describe("the door to the entries", () => {
  test("reads a log that nobody had read before, newest first, and says how far it got", async () => {
    const { portal, frame } = await newFrame();

    const page = await list(frame, "limit=10&fresh=1");

    const newest = portal.eventLog.rows.slice(-10).map(({ id }) => String(id));
    expect(page.items.map(({ nativeId }) => nativeId)).toEqual(newest.reverse());
    expect(page.tail).toBe("fresh");
    expect(page.coverage).toMatchObject({ reason: null, percent: 100 });
    expect(Number(page.lastSeq)).toBeGreaterThanOrEqual(10);
  });

  test("goes on by its cursors in both directions, each entry once", async () => {
    const { portal, frame } = await newFrame(25);
    const first = await list(frame, "limit=10&fresh=1");

    const second = await list(frame, `limit=10&cursor=${first.older ?? ""}`);
    const third = await list(frame, `limit=10&cursor=${second.older ?? ""}`);
    const back = await list(frame, `limit=10&cursor=${second.newer ?? ""}`);

    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(portal.eventLog.rows.length);
    expect(idsOf(back)).toEqual(idsOf(first));
    expect(third.older).toBeNull();
  });

  test("searches by the query language and tells what it understood of it", async () => {
    const { portal, frame } = await newFrame(5);
    portal.eventLog.appendRows([{ auditTypeId: "EXAMPLE_DONE", description: "needle in it" }]);
    await list(frame, "fresh=1");

    const found = await list(frame, `q=${encodeURIComponent("type:EXAMPLE_* needle")}`);
    const wrong = await list(frame, `q=${encodeURIComponent("needle time:soon")}`);

    expect(found.items).toMatchObject([{ auditTypeId: "EXAMPLE_DONE" }]);
    expect(found.query.faults).toEqual([]);
    expect(wrong.query.faults).toMatchObject([{ reason: "not_a_time" }]);
    expect(wrong.items).toHaveLength(1);
  });

  test("refuses wrong values and foreign cursors with the field's name", async () => {
    const { frame } = await newFrame(5);
    const { older } = await list(frame, "limit=2&fresh=1");

    const answers = await Promise.all(
      ["from=soon", "limit=2000", "tz=Nowhere", `q=x&cursor=${older ?? ""}`].map((query) =>
        frame.call(listEntries, { path: `/api/v1/entries?${query}` }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(bodies.map((body) => (body as { errors: { at: string }[] }).errors[0]?.at)).toEqual([
      "from",
      "limit",
      "zone",
      "cursor",
    ]);
  });

  test("answers from the archive while the portal is down, and says why nothing new comes", async () => {
    const { portal, frame } = await newFrame(12);
    const before = await list(frame, "fresh=1");
    const match = { kind: "rest3", memberId: portal.memberId } as const;
    cloud.faults.add([{ match, action: { status: 502, html: true } }]);
    portal.eventLog.append(1);

    const page = await list(frame, "fresh=1");
    cloud.faults.clear();

    expect(idsOf(page)).toEqual(idsOf(before));
    expect(page.tail).not.toBe("fresh");
    expect(page.coverage.reason).not.toBeNull();
  });

  test("loads what a page reaches and only the portal still has", async () => {
    const { portal, frame } = await newFrame(1_400);
    await list(frame, "fresh=1");
    const oldest = portal.eventLog.rows[0];
    const at = new Date((oldest?.at ?? 0) * 1_000 + 1_000).toISOString();

    const page = await list(frame, `to=${encodeURIComponent(at)}`);

    expect(page.loading).toBe("loaded");
    expect(page.items.map(({ nativeId }) => nativeId)).toContain(String(oldest?.id));
  });

  test("still reads live from the portal when asked to", async () => {
    const { portal, frame } = await newFrame(8);

    const page = await list<EntryPage>(frame, "source=portal&limit=3");

    expect(page.items.map(({ id }) => id)).toEqual(
      portal.eventLog.rows
        .slice(-3)
        .map(({ id }) => String(id))
        .reverse(),
    );
    expect(page.nextBefore).not.toBeNull();
  });

  test("is for administrators only", async () => {
    const { frame } = await newFrame(3, 2);

    const answer = await frame.call(listEntries, { path: "/api/v1/entries" });

    expect(answer.status).toBe(403);
  });
});

describe("the door to one entry", () => {
  test("finds it by its number in the archive, or by the portal's own", async () => {
    const { portal, frame } = await newFrame(6);
    const { items } = await list(frame, "fresh=1");
    const [wanted] = items;

    const path = `/api/v1/entries/${wanted?.id ?? ""}`;
    const own = await frame.call(getEntry, { path, params: { id: wanted?.id ?? "" } });
    const native = await frame.call(getEntry, {
      path: `/api/v1/entries/${wanted?.nativeId ?? ""}?source=portal`,
      params: { id: wanted?.nativeId ?? "" },
    });

    expect((await own.json()) as EntryDetail).toMatchObject({
      entry: { id: wanted?.id },
      portalOrigin: portal.origin,
    });
    expect(((await native.json()) as EntryDetail).entry.nativeId).toBe(wanted?.nativeId);
  });

  test("says of one that never was that it never was, and refuses what is no number", async () => {
    const { frame } = await newFrame(3);
    const call = (id: string) =>
      frame.call(getEntry, { path: `/api/v1/entries/${id}`, params: { id } });

    const unknown = await call("99999");
    const wrong = await call("abc");

    expect([unknown.status, wrong.status]).toEqual([404, 400]);
    expect(await unknown.json()).toMatchObject({ errors: [{ at: "id", message: "unknown" }] });
  });

  test("says of one that retention removed when that was", async () => {
    const { frame } = await newFrame(3);
    await list(frame, "fresh=1");
    const [portal] = await db.portal.findMany({ orderBy: { id: "desc" }, take: 1 });
    const portalId = portal?.id ?? 0n;
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${portalId} AND seq = 2`;
    await db.$executeRaw`
      INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month, removed_at)
      VALUES (${portalId}, 2, 2, decode(repeat('00', 32), 'hex'), 3, '2025-10-01',
        '2026-01-05T00:00:00Z')`;

    const answer = await frame.call(getEntry, { path: "/api/v1/entries/2", params: { id: "2" } });

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      errors: [
        { at: "id", message: "removed" },
        { at: "removedAt", message: "2026-01-05T00:00:00.000Z" },
        { at: "keptMonths", message: "3" },
      ],
    });
  });
});

describe("the number of entries", () => {
  test("is that of the query, and a wrong range is refused", async () => {
    const { portal, frame } = await newFrame(14);
    await list(frame, "fresh=1");
    const wanted = portal.eventLog.rows.filter(({ auditTypeId }) => auditTypeId === "USER_LOGIN");
    const call = (query: string) =>
      frame.call(countEntries, { path: `/api/v1/entries/count?${query}` });

    const all = (await (await call("")).json()) as EntryCount;
    const some = (await (await call("q=type:USER_LOGIN")).json()) as EntryCount;

    expect(all).toEqual({ total: portal.eventLog.rows.length, isExact: true });
    expect(some).toEqual({ total: wanted.length, isExact: true });
    expect((await call("from=soon")).status).toBe(400);
  });
});
