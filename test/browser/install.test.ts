import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { browserBed } from "../support/browser-test.ts";

const CHECKS = [
  "Portal identified",
  "Administrator rights",
  "Permissions of the application",
  "News about the application",
  "Steps for the workflow designer",
  "Automation rules",
  "Links to entries",
  "Reading the event log",
];

const bed = await browserBed({
  isInstalled: false,
  portals: [{ entries: 60 }, { entries: 60, scope: ["bizproc", "placement", "user_brief"] }],
});
const [portal, narrowPortal] = bed.cloud.portals as [typeof bed.portal, typeof bed.portal];

describe("an administrator who adds the application to the portal", () => {
  test("sees every check pass, and the installer finishes by itself and opens the log", async () => {
    const { page, app } = await bed.visitor();
    let finish = (): void => undefined;
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    let isAsked = false;
    const answer = async (route: Route) => {
      isAsked = true;
      await mayFinish;
      await route.continue();
    };
    await answerInstead(page, { at: "**/ajax/frame/finish-install", answer });

    await page.goto(portal.origin);
    await page.getByTestId("add-app").click();
    await app.getByRole("heading", { name: "Logbook is ready" }).waitFor();
    await expect.poll(() => isAsked).toBe(true);
    const checks = await app.getByRole("listitem").allInnerTexts();
    expect(checks.map((text) => text.replace(/\s+/g, " "))).toEqual(
      CHECKS.map((name) => `${name} Done`),
    );
    expect(portal.app().isInstalled).toBe(false);

    finish();
    await app.getByRole("grid", { name: "Event log of the portal" }).waitFor();
    expect(new URL(page.url()).searchParams.get("install_finished")).toBe("Y");
    expect(portal.app().isInstalled).toBe(true);
    expect(bed.cloud.journal.violations).toEqual([]);
  });

  test("reads which permission is missing, and goes on after it was given", async () => {
    const { page, app } = await bed.visitor({ portal: narrowPortal });
    await page.goto(narrowPortal.origin);
    await page.getByTestId("add-app").click();
    await app.getByRole("heading", { name: "Something is missing" }).waitFor();
    const scope = app.getByRole("listitem").filter({ hasText: "Permissions of the application" });
    const text = await scope.innerText();
    expect(text).toContain("Missing");
    expect(text).toContain("Add these permissions");
    expect(text).toMatch(/\bmain\b/);
    expect(narrowPortal.app().isInstalled).toBe(false);

    narrowPortal.installation.scope.push("main");
    await app.getByRole("button", { name: "Try again" }).click();
    await app.getByRole("grid", { name: "Event log of the portal" }).waitFor();
    expect(narrowPortal.app().isInstalled).toBe(true);
  });
});

describe("an employee without administrator rights", () => {
  test("is stopped by the portal while the installation is not finished", async () => {
    const fresh = await bed.cloud.addPortal({ entries: 10 });
    fresh.addApp();
    const { page } = await bed.visitor({ portal: fresh, userId: 2 });
    await page.goto(`${fresh.origin}/marketplace/app/${fresh.app().id}/`);
    await page.getByTestId("app-not-installed").waitFor();
    expect(await page.getByTestId("app-frame").count()).toBe(0);
  });

  test("reads who may see the log once the application is installed, and gets none of it", async () => {
    const { page, app } = await bed.visitor({ portal, userId: 2 });
    const answers: string[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/api/v1/")) answers.push(response.url());
    });
    await page.goto(`${portal.origin}/marketplace/app/${portal.app().id}/`);
    await app.getByRole("heading", { name: "This is for administrators" }).waitFor();
    expect(await app.getByRole("grid").count()).toBe(0);
    expect(answers).toEqual([]);
  });
});
