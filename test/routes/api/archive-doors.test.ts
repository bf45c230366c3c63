import { describe, expect, test } from "vitest";
import { GET as getCoverage, POST as loadCoverage } from "../../../app/api/v1/coverage/route.ts";
import { GET as getContext } from "../../../app/api/v1/entries/[id]/context/route.ts";
import { GET as getFacets } from "../../../app/api/v1/facets/route.ts";
import { GET as getHistogram } from "../../../app/api/v1/histogram/route.ts";
import { GET as getLive } from "../../../app/api/v1/live/route.ts";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import type {
  ArchivePage,
  CoverageView,
  EntryContext,
  FacetView,
  Histogram,
  LivePage,
} from "../../../lib/archive/shared.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx, until } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

type Door = (
  request: Request,
  context: { params: Promise<Record<string, never>> },
) => Promise<Response>;

async function newFrame(entries = 30) {
  const portal = await cloud.addPortal({ edition: "enterprise", entries });
  portal.settings.logsRestUse = false;
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const frame = await openFrame(portal);
  const read = async <T>(handler: Door, path: string, body?: unknown): Promise<T> => {
    const method = body === undefined ? "GET" : "POST";
    const answer = await frame.call(handler, { path, method, body });
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  };
  return { portal, frame, read };
}

describe("the live door", () => {
  test("reads the portal, stores what is new and gives only that", async () => {
    const { portal, read } = await newFrame();
    const { lastSeq } = await read<ArchivePage>(listEntries, "/api/v1/entries?fresh=1");
    portal.eventLog.appendRows([{ auditTypeId: "EXAMPLE_NEW" }, { auditTypeId: "OTHER_NEW" }]);

    // A reading of a moment ago is not repeated at once.
    const all = await until(async () => {
      const page = await read<LivePage>(getLive, `/api/v1/live?after=${lastSeq}`);
      return page.items.length > 0 && page;
    });
    const some = await read<LivePage>(getLive, `/api/v1/live?after=${lastSeq}&q=type:OTHER_NEW`);
    const none = await read<LivePage>(getLive, `/api/v1/live?after=${all.lastSeq}`);

    const codes = all.items.map(({ auditTypeId }) => auditTypeId);
    expect(codes).toEqual(["EXAMPLE_NEW", "OTHER_NEW"]);
    expect(some.items).toMatchObject([{ auditTypeId: "OTHER_NEW" }]);
    expect(none).toMatchObject({ items: [], hasMore: false, lastSeq: all.lastSeq });
    expect(all.coverage.reason).toBeNull();
  });

  test("does not fail when the portal does, and says so", async () => {
    const { portal, read } = await newFrame(5);
    const { lastSeq } = await read<ArchivePage>(listEntries, "/api/v1/entries?fresh=1");
    const match = { kind: "rest3", memberId: portal.memberId } as const;
    cloud.faults.add([{ match, action: { status: 502, html: true } }]);

    await db.$executeRaw`UPDATE archive_copy SET read_at = read_at - interval '1 minute'`;
    const page = await read<LivePage>(getLive, `/api/v1/live?after=${lastSeq}`);
    cloud.faults.clear();

    expect(page).toMatchObject({ items: [], tail: "failed" });
    expect(page.coverage.reason).not.toBeNull();
  });

  test("refuses what is no number of an entry", async () => {
    const { frame } = await newFrame(1);

    const answer = await frame.call(getLive, { path: "/api/v1/live?after=x" });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ at: "after" }] });
  });
});

describe("the context of an entry", () => {
  const call = (frame: Awaited<ReturnType<typeof newFrame>>["frame"], id: string, query = "") =>
    frame.call(getContext, { path: `/api/v1/entries/${id}/context?${query}`, params: { id } });

  test("is what stands around it, page by page on each side", async () => {
    const { read, frame } = await newFrame(30);
    const { items } = await read<ArchivePage>(listEntries, "/api/v1/entries?fresh=1");
    const ids = items.map(({ id }) => id);
    const anchor = ids[10] ?? "";

    const first = (await (await call(frame, anchor, "limit=3")).json()) as EntryContext;
    const cursor = first.older.cursor ?? "";
    const more = (await (
      await call(frame, anchor, `limit=3&older=${cursor}`)
    ).json()) as EntryContext;

    expect(first.anchor.id).toBe(anchor);
    expect(first.newer.items.map(({ id }) => id)).toEqual(ids.slice(7, 10));
    expect(first.older.items.map(({ id }) => id)).toEqual(ids.slice(11, 14));
    expect(more.older.items.map(({ id }) => id)).toEqual(ids.slice(14, 17));
  });

  test("is refused for entries that are not there and scopes that do not exist", async () => {
    const { read, frame } = await newFrame(2);
    await read(listEntries, "/api/v1/entries?fresh=1");

    const answers = [await call(frame, "4444"), await call(frame, "1", "scope=moon")];

    expect(answers.map(({ status }) => status)).toEqual([404, 400]);
  });
});

describe("the coverage", () => {
  test("tells what is loaded, and more is loaded when it is asked for", async () => {
    const { portal, read } = await newFrame(1_600);
    await read(listEntries, "/api/v1/entries?fresh=1");
    const before = await read<CoverageView>(getCoverage, "/api/v1/coverage");
    const pending = before.spans.find(({ state }) => state === "pending");

    const body = { before: pending?.to };
    const after = await read<CoverageView & { isLoaded: boolean }>(
      loadCoverage,
      "/api/v1/coverage",
      body,
    );

    expect(portal.eventLog.rows.length).toBeGreaterThanOrEqual(1_600);
    expect(before).toMatchObject({ state: "filling", reason: null });
    expect(after.isLoaded).toBe(true);
    expect(after.percent).toBeGreaterThan(before.percent);
  });

  test("refuses to load from before something that is no time", async () => {
    const { frame } = await newFrame(1);

    const answer = await frame.call(loadCoverage, {
      path: "/api/v1/coverage",
      method: "POST",
      body: { before: "soon" },
    });

    expect(answer.status).toBe(400);
  });
});

describe("the counts", () => {
  test("of a facet do not depend on its own condition", async () => {
    const { portal, read } = await newFrame(60);
    await read(listEntries, "/api/v1/entries?fresh=1");
    const logins = portal.eventLog.rows.filter((row) => row.auditTypeId === "USER_LOGIN").length;
    const path = "/api/v1/facets?fields=type,sev&limit=50";

    const all = await read<{ facets: FacetView[] }>(getFacets, path);
    const one = await read<{ facets: FacetView[] }>(getFacets, `${path}&q=type:USER_LOGIN`);

    expect(one.facets[0]).toEqual(all.facets[0]);
    const severities = one.facets[1]?.values ?? [];
    expect(severities.reduce((sum, { count }) => sum + count, 0)).toBe(logins);
  });

  test("over time add up to all entries of the range, in at most as many bars as asked for", async () => {
    const { portal, read } = await newFrame(50);
    await read(listEntries, "/api/v1/entries?fresh=1");

    const path = "/api/v1/histogram?tz=Europe/Berlin&bars=40";
    const found = await read<Histogram>(getHistogram, path);

    expect(found.total).toBe(portal.eventLog.rows.length);
    expect(found.bars.length).toBeGreaterThan(0);
    expect(found.bars.length).toBeLessThanOrEqual(40);
    const joints = found.bars.slice(1).map(({ from }) => from);
    expect(joints).toEqual(found.bars.slice(0, -1).map(({ to }) => to));
  });

  test.each([
    ["facets", getFacets, "fields=nothing"],
    ["facets", getFacets, ""],
    ["histogram", getHistogram, "from=soon"],
    ["histogram", getHistogram, "bars=x"],
  ] as const)("of %s refuse wrong values", async (name, handler, query) => {
    const { frame } = await newFrame(1);

    const answer = await frame.call(handler, { path: `/api/v1/${name}?${query}` });

    expect(answer.status).toBe(400);
  });
});
