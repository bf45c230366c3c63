import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 200 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idOf } = storedLog(bed.db, bed.portal);

const [told] = eventLog.appendRows([
  {
    auditTypeId: "EXAMPLE_TOLD",
    userAgent: "ExampleBrowser/12.0 zebra",
    description: JSON.stringify({ note: "a zebra crossed", requestId: "r-77" }),
  },
]);

async function open(): Promise<Visitor> {
  const person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  return person;
}

describe("the moment of a row", () => {
  test("opens where the pointer rests, and goes by Escape", async () => {
    const { app, page } = await open();
    // Keys reach the frame only when the focus is in it.
    await app.getByRole("grid").locator("[role=gridcell][tabindex='0']").first().focus();
    await app.locator("[role=row][data-row] time").first().hover();
    const card = app.getByRole("group", { name: "This moment" });
    await card.getByText("Unix time").waitFor();
    await card.hover();
    // Longer than a card waits once the pointer has left.
    let checks = 0;
    const stays = async () => {
      expect(await card.count()).toBe(1);
      checks += 1;
      return checks;
    };
    await expect.poll(stays, { interval: 100 }).toBeGreaterThan(10);
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
  });

  test("opens by a key for the row in focus, which has the focus again afterwards", async () => {
    const person = await open();
    const { app, page } = person;
    await page.keyboard.press("Tab");
    await app.getByRole("grid").locator("[role=gridcell][tabindex='0']").first().focus();
    const id = await app
      .locator("[data-row]:focus-within")
      .evaluateAll((rows) => rows[0]?.getAttribute("data-row") ?? "");
    await page.keyboard.press("u");
    const card = app.getByRole("dialog", { name: "This moment" });
    await card.getByText("Browser").waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    await expect
      .poll(() => rowOf(app, id).evaluate((row) => row.contains(document.activeElement)))
      .toBe(true);
  });
});

describe("the values of fields", () => {
  test("can be searched without unfolding all of them", async () => {
    const { app } = await open();
    await app.getByRole("button", { name: "Show values of fields" }).click();
    const facet = app.getByRole("region", { name: "Event", exact: true });
    await facet.getByRole("searchbox", { name: "Find in Event" }).fill("EXAMPLE_TOLD");
    await facet
      .getByRole("button", { name: /EXAMPLE_TOLD/ })
      .first()
      .waitFor();
    await expect.poll(() => facet.getByRole("listitem").count()).toBe(1);
    await facet.getByRole("searchbox", { name: "Find in Event" }).fill("");
    await expect.poll(() => facet.getByRole("listitem").count()).toBeGreaterThan(1);
    await facet.getByRole("searchbox", { name: "Find in Event" }).waitFor();
  });
});

describe("the panel of an entry", () => {
  test("shows how the description begins, and marks what is searched for in all its parts", async () => {
    const { app, page } = await open();
    const id = await idOf(told);
    await app.getByRole("combobox", { name: "Search the log" }).fill("zebra");
    await page.keyboard.press("Enter");
    await expect.poll(() => rowIds(app)).toEqual([id]);
    await rowOf(app, id).click();
    const panel = app.getByRole("complementary", { name: /^Entry/ });
    await panel.getByText("a zebra crossed").waitFor();
    await expect.poll(() => panel.locator("mark", { hasText: "zebra" }).count()).toBe(2);
    await panel.getByRole("button", { name: "Show all of it" }).click();
    await panel.getByRole("treeitem").locator("mark", { hasText: "zebra" }).waitFor();
    await panel.getByRole("tab", { name: "Raw" }).click();
    await panel.locator("pre mark", { hasText: "zebra" }).waitFor();
  });
});

describe("hours outside of work", () => {
  test("are a ready view in the zone of the page", async () => {
    const person = await open();
    const { app } = person;
    await app.getByRole("button", { name: "View", exact: true }).click();
    await app.getByRole("button", { name: "Outside working hours" }).click();
    const q = async () => new URL((await person.frame()).url()).searchParams.get("q");
    await expect.poll(q).toBe("user:* (hour:<8 OR hour:>=20 OR weekday:>5)");
    await app.getByText("Not applied").waitFor({ state: "detached" });
  });
});

describe("new addresses of users", () => {
  test("are a ready view, which has the first entry from there and is marked in the rows", async () => {
    const from = { userId: 2, remoteAddr: "198.51.100.77" };
    const [first] = eventLog.appendRows([from]);
    const firstId = await idOf(first);
    const [second] = eventLog.appendRows([from]);
    const secondId = await idOf(second);
    const person = await open();
    const { app } = person;
    const mark = (id: string) => rowOf(app, id).getByText("First time from this address");
    await mark(firstId).waitFor({ state: "attached" });
    expect(await mark(secondId).count()).toBe(0);
    await person.page.setViewportSize({ width: 560, height: 800 });
    await app.locator("[role=grid]:not(:has([data-column=user]))").waitFor();
    await mark(firstId).waitFor({ state: "attached" });
    expect(await mark(secondId).count()).toBe(0);
    await person.page.setViewportSize({ width: 1280, height: 800 });
    await app.getByRole("button", { name: "View", exact: true }).click();
    await app.getByRole("button", { name: "New address of a user" }).click();
    await app.getByText("Mark: new address of the user").waitFor();
    await rowOf(app, secondId).waitFor({ state: "detached" });
    await rowOf(app, firstId).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
  });
});

describe("a server of a newer version", () => {
  test("is told with a way to reload, and what was looked at is there again", async () => {
    const person = await open();
    const { app, page } = person;
    const newer = await answerInstead(page, {
      at: /\/api\/v1\//,
      answer: async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers(), "x-logbook-build": "example-next" };
        await route.fulfill({ response, headers });
      },
    });
    await app.getByRole("combobox", { name: "Search the log" }).fill("type:USER_LOGIN");
    await page.keyboard.press("Enter");
    await app.getByText(/^Logbook was updated\./).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    newer.change(null);
    await app.getByRole("button", { name: "Reload", exact: true }).click();
    await app.getByText(/^Logbook was updated\./).waitFor({ state: "detached" });
    await app.getByRole("grid").waitFor();
    expect(new URL((await person.frame()).url()).searchParams.get("q")).toBe("type:USER_LOGIN");
  });
});

describe("a search that is too slow", () => {
  test("can be run as an export", async () => {
    const person = await open();
    const { app, page } = person;
    const answer = async (route: Route) => {
      const response = await route.fetch();
      const body = (await response.json()) as object;
      const cut = { items: [], older: "example.cursor", searchedTo: "2026-11-14T09:00:00.000Z" };
      await route.fulfill({ response, json: { ...body, ...cut } });
    };
    await answerInstead(page, { at: /api\/v1\/entries\?.*q=rare/, answer });
    await app.getByRole("combobox", { name: "Search the log" }).fill("rare");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: "Nothing found in the time there was" }).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await app.getByRole("button", { name: "Run as an export" }).click();
    await app.getByRole("dialog").getByText("CSV").first().waitFor();
  });
});
