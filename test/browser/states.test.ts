import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";
import { keepAway } from "../support/keep-away.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
// Only the script that says more about a problem holds this.
const DETAILS = '("copyRequestNumber")';
const SETTINGS = /api\/v1\/settings\?/;

describe("no connection while the first rows are read", () => {
  test("is told although no further script comes, and the rows can be asked for again", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    await keepAway(person, DETAILS);
    const entries = await answerInstead(page, {
      at: /api\/v1\/entries\?/,
      answer: (route) => route.abort("internetdisconnected"),
    });
    await person.openApp();
    const told = app.getByRole("alert").filter({ hasText: "No connection" });
    await told.waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    entries.change(null);
    await told.getByRole("button", { name: "Try again" }).click();
    await app.getByRole("grid").waitFor();
  });
});

describe("a refusal whose script does not come", () => {
  test("is told in our own words all the same", async () => {
    const person = await bed.visitor({ userId: 2 });
    const { app } = person;
    await keepAway(person, DETAILS);
    await person.openApp();
    await app.getByRole("heading", { name: "This is for administrators", level: 1 }).waitFor();
    expect(await app.getByRole("main").getByRole("alert").count()).toBe(1);
    expect(await findBarriers(await person.frame())).toEqual([]);
  });

  test("can be tried again, and then has what the server said", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    person.expectFaults(/503/);
    const { letIn } = await keepAway(person, DETAILS);
    const entries = await answerInstead(page, {
      at: /\/api\/v1\/entries\?/,
      answer: (route) => route.fulfill({ status: 503, body: "" }),
    });
    await person.openApp();
    const told = app
      .getByRole("alert")
      .filter({ has: app.getByRole("button", { name: "Try again" }) });
    await told.getByRole("heading", { level: 2 }).waitFor();
    letIn();
    entries.change(null);
    await told.getByRole("button", { name: "Try again" }).click();
    await app.locator("[role=row][data-row]").first().waitFor();
  });
});

describe("a page that breaks while it is drawn", () => {
  const broken = {
    at: SETTINGS,
    answer: (route: { fulfill(answer: object): unknown }) => route.fulfill({ json: {} }),
  };

  test("says what happened and offers another try", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    person.expectFaults(/TypeError|Cannot read/);
    const settings = await answerInstead(page, broken);
    await person.openApp();
    await app.getByRole("grid").waitFor();
    await app.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    const told = app.getByRole("alert").filter({ hasText: "Something went wrong on our side" });
    await told.waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    settings.change(null);
    await told.getByRole("button", { name: "Try again" }).waitFor();
  });

  test("says so in plain words where no further script comes, and offers a reload", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    person.expectFaults(/TypeError|Cannot read|Failed to load chunk|ChunkLoadError/);
    const { letIn } = await keepAway(person, DETAILS);
    const settings = await answerInstead(page, broken);
    await person.openApp();
    await app.getByRole("grid").waitFor();
    await app.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    const told = app.getByRole("alert").filter({ hasText: "The page could not be shown" });
    await told.waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    letIn();
    settings.change(null);
    await told.getByRole("button", { name: "Reload" }).click();
    await app.getByRole("switch").waitFor();
  });
});

describe("an address that leads nowhere", () => {
  test.each([
    ["en", "There is no such page"],
    ["ru", "Такой страницы нет"],
  ] as const)("is told by the server in the browser's language, %s", async (lang, title) => {
    const { page, expectFaults } = await bed.visitor({ lang });
    expectFaults(/404/);
    const answer = await page.goto(`${bed.appUrl}/nothing-here`);

    expect(answer?.status()).toBe(404);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    expect(await findBarriers(page.mainFrame())).toEqual([]);
    expect(await answer?.text()).toContain(title);
  });

  test("puts no texts into the pages that could lead there", async () => {
    const { openApp, frame } = await bed.visitor();
    await openApp();
    const html = await (
      await frame()
    ).evaluate(async () => await (await fetch(location.href)).text());

    expect(html).toContain("There is no such page");
    expect(html).not.toContain("The portal needs a pause");
  });
});
