import { beforeEach, describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  const properties = { period: "day", text: "nothing at all" };
  const { id } = await bed.portal.startWorkflow({
    code: "logbook_search",
    properties,
    timeoutSeconds: 600,
  });
  await expect.poll(() => bed.portal.workflow(id)?.state, { timeout: 30_000 }).toBe("completed");
  await person.goTo("Events");
  await person.app.locator("[data-row]").first().waitFor();
});

describe("the page of events", () => {
  test("lists what came in, opens one with its input and leads to its run", async () => {
    const { app } = person;
    const row = app.locator("[data-row]").filter({ hasText: "logbook_search" }).first();
    expect(await row.innerText()).toContain("Received");

    await row.click();

    const panel = app.getByRole("complementary", { name: "Event" });
    const input = panel.getByRole("region", { name: "Input" }).locator("pre");
    await input.waitFor();
    expect(await input.innerText()).toContain("nothing at all");
    const shown = await panel.innerText();
    expect(shown).not.toContain(bed.portal.installation.applicationToken);
    await panel.getByRole("link").click();
    await app.getByRole("article").waitFor();
  });

  test("is narrowed by name and status, and says when nothing is left", async () => {
    const { app } = person;
    await app.getByRole("button", { name: "Event", exact: true }).click();
    await app.getByRole("option", { name: "logbook_search", exact: true }).click();
    await app.getByRole("button", { name: /^Event: logbook_search/ }).waitFor();
    await expect
      .poll(async () => {
        const texts = await app.locator("[data-row]").allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.includes("logbook_search"));
      })
      .toBe(true);

    await app.getByRole("button", { name: "Status", exact: true }).click();
    await app.getByRole("option", { name: /App removed/ }).click();

    await app.getByRole("heading", { name: "No event matches these filters" }).waitFor();
    await app.getByRole("main").getByRole("button", { name: "Clear all" }).last().click();
    await app.locator("[data-row]").first().waitFor();
  });

  test("takes a typed time and the id of an event", async () => {
    const { app } = person;
    await app.getByRole("button", { name: "Time", exact: true }).click();
    await app.getByRole("option", { name: "Last hour" }).click();
    await app.getByRole("button", { name: /^Time: Last hour/ }).waitFor();
    await app.locator("[data-row]").first().click();
    const panel = app.getByRole("complementary", { name: "Event" });
    await panel.getByRole("button", { name: "Copy the id" }).waitFor();
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}\s*$/.exec((await panel.locator("dl").innerText()).trim());

    await app.getByRole("button", { name: "Id", exact: true }).click();
    await app
      .getByRole("dialog")
      .getByRole("searchbox")
      .fill((id?.[0] ?? "").trim());
    await app.getByRole("option").first().click();

    await expect.poll(async () => app.locator("[data-row]").count()).toBe(1);
  });

  test("says what is wrong when the door refuses, and tries again", async () => {
    const { app, page, expectFaults } = person;
    expectFaults(/500/);
    const lists = await answerInstead(page, { at: "**/api/v1/events/logs?**", answer: null });
    lists.change((route) => {
      lists.change(null);
      const json = { data: [], warnings: [], errors: ["Something went wrong."] };
      return route.fulfill({ status: 500, json });
    });

    await app.getByRole("button", { name: "Status", exact: true }).click();
    await app.getByRole("option", { name: /Received/ }).click();
    await app.getByRole("button", { name: "Try again" }).first().click();

    await app.locator("[data-row]").filter({ hasText: "Received" }).first().waitFor();
  });
});
