import type { Response } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.goTo("REST calls");
  await person.app.locator("[data-row]").first().waitFor();
});

describe("the page of REST calls", () => {
  test("lists what the installation asked the portal, with the outcome of each call", async () => {
    const { app } = person;
    const texts = await app.getByRole("grid").innerText();
    for (const method of ["app.info", "event.bind", "bizproc.activity.add"]) {
      expect(texts).toContain(method);
    }
    expect(texts).toContain("OK");
  });

  test("is narrowed to a method, also inside a batch", async () => {
    const { app } = person;
    await app.getByRole("button", { name: "Method", exact: true }).click();
    await app.getByRole("option", { name: "bizproc.activity.add", exact: true }).click();
    await app.getByRole("button", { name: /Method: bizproc.activity.add/ }).waitFor();
    const rows = app.locator("[data-row]");
    await expect
      .poll(async () => {
        const texts = await rows.allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes("bizproc.activity.add"));
      })
      .toBe(true);
  });

  test("is narrowed to failures and shows what the portal said", async () => {
    const { app, goTo, expectFaults } = person;
    bed.cloud.faults.add([
      {
        match: { kind: "rest3" },
        times: 1,
        action: { error: { code: "ACCESS_DENIED", description: "Not today", status: 403 } },
      },
    ]);
    expectFaults(/403|ACCESS/);
    await goTo("Event log");
    const again = app.getByRole("button", { name: "Read the log again" });
    await again.click();
    await goTo("REST calls");
    const outcomes = app.getByRole("radiogroup", { name: "Outcome" });
    await outcomes.getByText("Failed", { exact: true }).click();
    const row = app.locator("[data-row]").filter({ hasText: "ACCESS_DENIED" });
    // Calls are written in groups, a moment after they were made.
    const look = async (): Promise<number> => {
      await app.getByRole("button", { name: "Read the calls again" }).click();
      return row.count();
    };
    await expect.poll(look, { interval: 300 }).toBe(1);
    expect(await row.innerText()).toContain("main.eventlog.");
    await row.click();
    const panel = app.getByRole("complementary", { name: "REST call" });
    await panel.getByText("Not today").first().waitFor();
  });

  test("shows request and answer of a call without its secrets", async () => {
    const { app, page } = person;
    const bodies: Promise<string>[] = [];
    const take = (response: Response) => {
      if (response.url().includes("/api/v1/calls/")) bodies.push(response.text());
    };
    page.on("response", take);
    await app.locator("[data-row]").filter({ hasText: "app.info" }).first().click();
    const panel = app.getByRole("complementary", { name: "REST call" });
    await panel.getByRole("region", { name: "Request" }).locator("pre").waitFor();
    expect(await panel.getByRole("region", { name: "Request" }).innerText()).toContain("***");
    page.off("response", take);
    const shown = `${await panel.innerText()}${(await Promise.all(bodies)).join("")}`;
    expect(bodies.length).toBeGreaterThan(0);
    for (const { value } of bed.cloud.tokenList()) expect(shown).not.toContain(value);
    expect(shown).not.toContain(bed.cloud.clientSecret);
    expect(shown).not.toContain(bed.portal.installation.applicationToken);
  });
});
