import { expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({
  refusesCookies: true,
  portals: [{ edition: "enterprise", entries: 60 }],
});

test("without any cookie the app works by its header, and a reload asks the portal who is there", async () => {
  const { page, app, context, openApp, frame: theFrame, expectFaults } = await bed.visitor();
  const proofs: Record<string, string>[] = [];
  const headers: Record<string, string>[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/session")) {
      proofs.push(request.postDataJSON() as Record<string, string>);
    }
    if (request.url().includes("/api/v1/")) headers.push(request.headers());
  });
  await openApp();
  await app.getByRole("grid").waitFor();
  expect((await context.cookies(bed.appUrl)).filter(({ name }) => name.startsWith("lb_"))).toEqual(
    [],
  );
  expect(headers.length).toBeGreaterThan(0);
  expect(headers.every((sent) => sent["x-logbook-session"] !== undefined)).toBe(true);

  const frame = await theFrame();
  expectFaults(/401/);
  await frame.evaluate(() => location.reload());
  await expect.poll(() => proofs.at(-1)?.["authId"]).toBeTruthy();
  await app.getByRole("grid").waitFor();
  const [added] = bed.portal.eventLog.appendRows([{ auditTypeId: "USER_LOGOUT" }]);
  await app.getByRole("button", { name: "Read the log again" }).click();
  await expect
    .poll(async () => (await rowIds(app))[0])
    .toBe(await storedLog(bed.db, bed.portal).idOf(added));
});
