import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Request } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({
  portals: [
    { edition: "enterprise", entries: 60, title: "First example" },
    { edition: "enterprise", entries: 60, title: "Second example" },
  ],
});
const [first, second] = bed.cloud.portals as [typeof bed.portal, typeof bed.portal];

interface Proof {
  portalKey: string;
  ticket?: string;
  authId?: string;
}

describe("a session in the frame", () => {
  test("begins with a ticket that leaves the address and works once, and a reload lives by the cookie", async () => {
    const { page, app, context, openApp, frame: theFrame, expectFaults } = await bed.visitor();
    const proofs = watchProofs(page);
    await openApp();
    await app.getByRole("grid").waitFor();
    const frame = await theFrame();
    expect(new URL(frame.url()).searchParams.has("t")).toBe(false);
    expect(proofs).toHaveLength(1);
    expect(proofs[0]?.ticket).toBeTruthy();
    const cookies = (await context.cookies(bed.appUrl)).filter(({ name }) =>
      name.startsWith("lb_"),
    );
    expect(cookies).toMatchObject([{ httpOnly: true, secure: true, sameSite: "None" }]);
    expect(cookies[0]?.partitionKey).toContain("localhost");

    await frame.evaluate(() => location.reload());
    await expect.poll(() => proofs.length).toBe(2);
    await app.getByRole("grid").waitFor();
    expect(proofs[1]).toEqual({ portalKey: proofs[0]?.portalKey });

    expectFaults(/401/);
    const status = await frame.evaluate(async (proof) => {
      const headers = { "content-type": "application/json", "x-logbook": "1" };
      const init = { method: "POST", headers, body: JSON.stringify(proof) };
      return (await fetch("/api/session", init)).status;
    }, proofs[0]);
    expect(status).toBe(401);
  });

  test("is renewed by the portal when the frame was open longer than the session lives", async () => {
    const { page, app, openApp, expectFaults } = await bed.visitor();
    await openApp();
    await app.getByRole("grid").waitFor();
    const proofs = watchProofs(page);
    const past = new Date(Date.now() - 3 * 3_600_000);
    await bed.db.session.updateMany({ data: { expiresAt: past, tokenExpiresAt: past } });
    const [added] = first.eventLog.appendRows([{ auditTypeId: "USER_LOGOUT" }]);
    expectFaults(/401/);
    await app.getByRole("button", { name: "Read the log again" }).click();
    await expect
      .poll(async () => (await rowIds(app))[0])
      .toBe(await storedLog(bed.db, first).idOf(added));
    expect(proofs).toHaveLength(1);
    expect(proofs[0]?.authId).toBeTruthy();
  });

  test("of one portal shows nothing of another one in the next tab", async () => {
    const { context, page, app, openApp, frame, expectFaults } = await bed.visitor();
    const answer = page.waitForResponse((response) => response.url().endsWith("/api/session"));
    await openApp();
    await app.getByRole("grid").waitFor();
    const session = (await (await answer).json()) as { sessionToken: string };
    const other = await context.newPage();
    await other.goto(`${second.origin}/marketplace/app/${second.app().id}/`);
    const otherApp = other.frameLocator('[data-testid="app-frame"]');
    await otherApp.getByRole("grid").waitFor();
    await other.waitForLoadState();
    const [own] = first.eventLog.appendRows([{ auditTypeId: "EXAMPLE_FIRST" }]);
    const [foreign] = second.eventLog.appendRows([{ auditTypeId: "EXAMPLE_SECOND" }]);
    for (const shown of [app, otherApp]) {
      await shown.getByRole("button", { name: "Read the log again" }).click();
    }
    await expect
      .poll(async () => (await rowIds(app))[0])
      .toBe(await storedLog(bed.db, first).idOf(own));
    await expect
      .poll(async () => (await rowIds(otherApp))[0])
      .toBe(await storedLog(bed.db, second).idOf(foreign));
    expect(await app.getByText("EXAMPLE_SECOND").count()).toBe(0);
    expect(await otherApp.getByText("EXAMPLE_FIRST").count()).toBe(0);

    const otherFrame = other.frames().find((each) => each.url().startsWith(bed.appUrl));
    const otherKey = new URL(otherFrame?.url() ?? "").pathname.split("/")[2] ?? "";
    expectFaults(/401/);
    const status = await (
      await frame()
    ).evaluate(
      async ({ key, token }) => {
        const headers = { "x-logbook-portal": key, "x-logbook-session": token };
        return (await fetch("/api/v1/entries", { headers })).status;
      },
      { key: otherKey, token: session.sessionToken },
    );
    expect(status).toBe(401);
  });
});

describe("a stranger", () => {
  const server = createServer((_request, response) => response.end("<h1>Free gifts</h1>"));
  afterAll(() => close(server));

  test("cannot put the app into a frame of another site, even with its full address", async () => {
    const { page, app, openApp, frame, expectFaults } = await bed.visitor();
    await openApp();
    await app.getByRole("grid").waitFor();
    const address = (await frame()).url();
    const hostile = await listen(server);
    expectFaults(/frame-ancestors|Content Security Policy|ERR_BLOCKED_BY_RESPONSE/);
    await page.goto(hostile);
    await page.evaluate(
      (src) =>
        new Promise<void>((resolve) => {
          const frameElement = document.createElement("iframe");
          frameElement.onload = () => resolve();
          frameElement.src = src;
          document.body.append(frameElement);
        }),
      address,
    );
    expect(page.frames().map((each) => each.url())).toContain("chrome-error://chromewebdata/");
    expect(page.frames().some((each) => each.url().startsWith(bed.appUrl))).toBe(false);
  });

  test("who is no administrator any more loses the log within minutes", async () => {
    const { page, app, openApp, expectFaults } = await bed.visitor({ userId: 3 });
    await openApp();
    await app.getByRole("grid").waitFor();
    const refusal = page.waitForResponse((response) => response.status() === 403);
    expectFaults(/403/);
    first.patchUser(3, { isAdmin: false });
    const sixMinutesAgo = new Date(Date.now() - 6 * 60_000);
    await bed.db.session.updateMany({
      where: { userId: 3 },
      data: { adminProvenAt: sixMinutesAgo },
    });
    const told = app.getByRole("heading", { name: "This is for administrators" });
    // The page reads by itself too: its refusal may take the button away before it is pressed.
    await app.getByRole("button", { name: "Read the log again" }).or(told).click();
    await refusal;
    await told.waitFor();
    expect(await app.getByRole("grid").count()).toBe(0);
    first.patchUser(3, { isAdmin: true });
  });
});

function watchProofs(page: Page): Proof[] {
  const proofs: Proof[] = [];
  page.on("request", (request: Request) => {
    if (request.method() !== "POST" || !request.url().endsWith("/api/session")) return;
    proofs.push(request.postDataJSON() as Proof);
  });
  return proofs;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
