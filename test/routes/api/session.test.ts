import { describe, expect, test } from "vitest";
import { GET as listRuns } from "../../../app/api/v1/runs/route.ts";
import { PATCH as changeSettings } from "../../../app/api/v1/settings/route.ts";
import { env } from "../../../lib/env.ts";
import type { SessionView } from "../../../lib/portals/shared.ts";
import { openFrame, openPage, sendSession } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function newPortal() {
  const portal = await cloud.addPortal();
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return portal;
}

function ticketOf(page: URL) {
  return { portalKey: page.pathname.split("/")[2], ticket: page.searchParams.get("t") };
}

describe("opening a session", () => {
  test("a ticket works once", async () => {
    const ticket = ticketOf(await openPage(await newPortal(), 1));

    const first = await sendSession(ticket);
    const second = await sendSession(ticket);

    expect(first.status).toBe(200);
    expect(first.headers.get("set-cookie")).toMatch(/Secure; SameSite=None; Partitioned$/);
    expect(second.status).toBe(401);
  });

  test("a ticket of another portal is refused", async () => {
    const own = ticketOf(await openPage(await newPortal(), 1));
    const other = ticketOf(await openPage(await newPortal(), 1));

    const answer = await sendSession({ ...own, ticket: other.ticket });

    expect(answer.status).toBe(401);
  });

  test("the cookie opens the session again after a reload, and only its own portal's", async () => {
    const [own, other] = [await openFrame(await newPortal()), await openFrame(await newPortal())];
    const key = own.view.portal.key;

    const again = await sendSession({ portalKey: key }, { cookie: own.cookie });
    const renamed = other.cookie.replace(other.view.portal.key, key);
    const foreign = await sendSession({ portalKey: key }, { cookie: renamed });

    expect(again.status).toBe(200);
    expect(foreign.status).toBe(401);
  });

  test("the user's own portal token opens a session, and only on his portal", async () => {
    const [portal, other] = [await newPortal(), await newPortal()];
    const frame = await openFrame(portal);
    const authId = portal.refreshAuth(1)?.AUTH_ID;
    const foreignId = other.refreshAuth(1)?.AUTH_ID;
    const portalKey = frame.view.portal.key;

    const answer = await sendSession({ portalKey, authId });
    const foreign = await sendSession({ portalKey, authId: foreignId });

    expect(((await answer.json()) as SessionView).user).toMatchObject({ id: 1, isAdmin: true });
    expect(foreign.status).toBe(401);
  });

  test("a request from another site is refused", async () => {
    const ticket = ticketOf(await openPage(await newPortal(), 1));

    const foreign = await sendSession(ticket, { origin: "https://other.example.com" });
    const unmarked = await sendSession(ticket, { "x-logbook": "" });

    expect([foreign.status, unmarked.status]).toEqual([403, 403]);
  });
});

describe("using a session", () => {
  test("an employee has a session but sees no data", async () => {
    const frame = await openFrame(await newPortal(), 2);

    const answer = await frame.call(listRuns, { path: "/api/v1/runs" });

    expect(frame.view.user.isAdmin).toBe(false);
    expect(answer.status).toBe(403);
  });

  test("an administrator who was demoted is refused after five minutes at the latest", async () => {
    const portal = await newPortal();
    const frame = await openFrame(portal);
    const before = await frame.call(listRuns, { path: "/api/v1/runs" });
    portal.patchUser(1, { isAdmin: false });
    const old = new Date(Date.now() - 5 * 60_000);
    await db.session.updateMany({ data: { adminProvenAt: old } });

    const after = await frame.call(listRuns, { path: "/api/v1/runs" });

    expect([before.status, after.status]).toEqual([200, 403]);
  });

  test("a session whose token is over asks to be renewed, and renewing works on for hours", async () => {
    const portal = await newPortal();
    const frame = await openFrame(portal);
    const hoursAgo = new Date(Date.now() - 3 * 3_600_000);
    await db.session.updateMany({ data: { expiresAt: hoursAgo, adminProvenAt: hoursAgo } });

    const stale = await frame.call(listRuns, { path: "/api/v1/runs" });
    const authId = portal.refreshAuth(1)?.AUTH_ID;
    const renewed = await sendSession({ portalKey: frame.view.portal.key, authId });

    expect([stale.status, renewed.status]).toEqual([401, 200]);
  });

  test("a change needs the session's header or our own page", async () => {
    const frame = await openFrame(await newPortal());
    const request = new Request(new URL("/api/v1/settings", env().APP_URL), {
      method: "PATCH",
      headers: {
        "content-type": "application/json",
        "x-logbook-portal": frame.view.portal.key,
        origin: "https://other.example.com",
        cookie: frame.cookie,
      },
      body: JSON.stringify({ stepsReadLog: false }),
    });

    const answer = await changeSettings(request, { params: Promise.resolve({}) });

    expect(answer.status).toBe(403);
  });
});
