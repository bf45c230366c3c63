import { describe, expect, test, vi } from "vitest";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import { GET as getEntry } from "../../../app/api/v1/entries/[id]/route.ts";
import { GET as getContext } from "../../../app/api/v1/entries/[id]/context/route.ts";
import { GET as countEntries } from "../../../app/api/v1/entries/count/route.ts";
import { GET as getFacets } from "../../../app/api/v1/facets/route.ts";
import { GET as getHistogram } from "../../../app/api/v1/histogram/route.ts";
import { PATCH as changeSettings } from "../../../app/api/v1/settings/route.ts";
import { POST as makeToken } from "../../../app/api/v1/tokens/route.ts";
import type { EntryView } from "../../../lib/archive/shared.ts";
import type { FaultAction } from "../../portal/faults.ts";
import { openFrame, type FrameSession } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

type Portal = Awaited<ReturnType<typeof cloud.addPortal>>;

async function newFrame() {
  const portal = await cloud.addPortal();
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  portal.eventLog.append(12);
  const frame = await openFrame(portal);
  await listEntriesOf(frame, "fresh=1");
  return { portal, frame };
}

async function listEntriesOf(frame: FrameSession, query = ""): Promise<Response> {
  return frame.call(listEntries, { path: `/api/v1/entries?${query}` });
}

const KINDS = ["rest2", "rest3"] as const;

/** All of the portal's REST answers so, and the right was proven longer ago than it is good for. */
async function breakPortal({ memberId }: Portal, action: FaultAction): Promise<void> {
  cloud.faults.add(KINDS.map((kind) => ({ match: { kind, memberId }, action })));
  await db.session.updateMany({ data: { adminProvenAt: new Date(Date.now() - 6 * 60_000) } });
}

const proofsAsked = ({ memberId }: Portal): number =>
  cloud.journal.calls.filter((call) => call.memberId === memberId && call.method === "user.admin")
    .length;

const ABSENCES: [string, FaultAction][] = [
  ["is down", { status: 502, html: true }],
  ["cuts its connections", { dropBefore: true }],
  ["is not paid for", { error: "PAYMENT_REQUIRED" }],
];

describe.each(ABSENCES)("while the portal %s", (_name, action) => {
  test("the archive is read as before", async () => {
    const { portal, frame } = await newFrame();
    const { items } = (await (await listEntriesOf(frame)).json()) as { items: EntryView[] };
    const id = items[3]?.id ?? "";
    await breakPortal(portal, action);

    const answers = await Promise.all([
      listEntriesOf(frame, "fresh=1"),
      frame.call(getEntry, { path: `/api/v1/entries/${id}`, params: { id } }),
      frame.call(getContext, { path: `/api/v1/entries/${id}/context`, params: { id } }),
      frame.call(countEntries, { path: "/api/v1/entries/count" }),
      frame.call(getFacets, { path: "/api/v1/facets?fields=type" }),
      frame.call(getHistogram, { path: "/api/v1/histogram" }),
    ]);
    cloud.faults.clear();

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    // Six doors at a time, and one question.
    expect(proofsAsked(portal)).toBe(1);
    const page = (await answers[0]?.json()) as { items: EntryView[] };
    expect(page.items.map((item) => item.id)).toEqual(items.map((item) => item.id));
  });

  test("nothing is changed on the old proof", async () => {
    const { portal, frame } = await newFrame();
    await breakPortal(portal, action);

    const settings = { path: "/api/v1/settings", method: "PATCH", body: { stepsReadLog: false } };
    const token = {
      path: "/api/v1/tokens",
      method: "POST",
      body: { name: "Monitoring", scopes: ["log:read"] },
    };
    const changed = await frame.call(changeSettings, settings);
    const made = await frame.call(makeToken, token);
    cloud.faults.clear();

    expect([changed.ok, made.ok]).toEqual([false, false]);
    expect(await db.apiToken.count()).toBe(0);
  });
});

describe("an old proof", () => {
  test("ends with the session", async () => {
    const { portal, frame } = await newFrame();
    await breakPortal(portal, { status: 502, html: true });
    await db.session.updateMany({ data: { expiresAt: new Date() } });

    const answer = await listEntriesOf(frame);
    cloud.faults.clear();

    expect(answer.status).toBe(401);
  });

  test("is no use to an administrator whom the portal denies, once it answers again", async () => {
    const { portal, frame } = await newFrame();
    portal.patchUser(1, { isAdmin: false });
    await breakPortal(portal, { status: 502, html: true });
    const away = await listEntriesOf(frame);
    cloud.faults.clear();

    // As long as it waits before it asks again.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    const back = await listEntriesOf(frame);
    vi.useRealTimers();

    expect(away.status).toBe(200);
    expect(back.status).toBe(403);
  });

  test("of a portal that answers is refused as the portal says", async () => {
    const { portal, frame } = await newFrame();
    portal.patchUser(1, { isAdmin: false });
    await breakPortal(portal, { delayMs: 0 });

    const answer = await listEntriesOf(frame);
    cloud.faults.clear();

    expect(answer.status).toBe(403);
  });
});
