import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 320 }] });
bed.portal.settings.logsRestUse = false;
const { idsOf } = storedLog(bed.db, bed.portal);

async function open(query: Record<string, string> = {}): Promise<Visitor> {
  const person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  if (Object.keys(query).length === 0) return person;
  const shown = await person.frame();
  const url = new URL(shown.url());
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  await shown.goto(url.href);
  return person;
}

const paramsOf = async ({ frame }: Visitor) => new URL((await frame()).url()).searchParams;
const rangeOf = async (person: Visitor) => {
  const params = await paramsOf(person);
  return { from: params.get("from"), to: params.get("to") };
};

describe("the range of time", () => {
  test("is taken as it is typed, and read back before it is applied", async () => {
    const person = await open();
    const { app, page } = person;
    await app.getByRole("button", { name: "All time" }).click();
    const dialog = app.getByRole("dialog");
    const box = dialog.getByRole("textbox", { name: "Type a range" });
    await box.fill("soon");
    await dialog.getByText("This is not a time that can be understood.").waitFor();
    await box.fill("за 2 часа");
    await page.keyboard.press("Enter");
    await expect.poll(() => rangeOf(person)).toEqual({ from: "now-2h", to: null });
    await app.getByRole("button", { name: "Last 2 hours" }).waitFor();
  });

  test("is moved by each of several keys that come faster than the page is drawn", async () => {
    const person = await open({ from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:00:00Z" });
    const { app, page } = person;
    await app.getByRole("button", { name: "Earlier" }).focus();
    for (let times = 0; times < 5; times += 1) await page.keyboard.press(",");
    const far = { from: "2026-11-20T05:00:00.000Z", to: "2026-11-20T06:00:00.000Z" };
    await expect.poll(() => rangeOf(person)).toEqual(far);
    for (const key of ["-", ".", "b", "b", "."]) await page.keyboard.press(key);
    const next = { from: "2026-11-20T06:00:00.000Z", to: "2026-11-20T07:00:00.000Z" };
    await expect.poll(() => rangeOf(person)).toEqual(next);
  });

  test("is shifted, widened and taken back by keys and by buttons", async () => {
    const person = await open({ from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:00:00Z" });
    const { app, page } = person;
    const shown = app.getByRole("search").locator("button[aria-haspopup=dialog]").first();
    await app.getByRole("button", { name: "Earlier" }).focus();
    const atFirst = await shown.innerText();
    await page.keyboard.press(",");
    const earlier = { from: "2026-11-20T09:00:00.000Z", to: "2026-11-20T10:00:00.000Z" };
    await expect.poll(() => rangeOf(person)).toEqual(earlier);
    // The address changes before the page: a key pressed between would act on the range before.
    await expect.poll(() => shown.innerText()).not.toBe(atFirst);
    const next = await shown.innerText();
    await page.keyboard.press("-");
    const wider = { from: "2026-11-20T08:00:00.000Z", to: "2026-11-20T11:00:00.000Z" };
    await expect.poll(() => rangeOf(person)).toEqual(wider);
    await expect.poll(() => shown.innerText()).not.toBe(next);
    await page.keyboard.press("b");
    await expect.poll(() => rangeOf(person)).toEqual(earlier);
    await app.getByRole("button", { name: "Previous range" }).click();
    const first = { from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:00:00Z" };
    await expect.poll(() => rangeOf(person)).toEqual(first);
    await app.getByRole("button", { name: "Previous range" }).waitFor({ state: "detached" });
  });

  test("is read in a zone that is always in view and in the address", async () => {
    const person = await open();
    const { app } = person;
    await app.getByRole("button", { name: /^Time zone: / }).click();
    await app.getByRole("radio", { name: /^UTC/ }).click();
    await expect.poll(async () => (await paramsOf(person)).get("tz")).toBe("UTC");
    await app.getByRole("button", { name: "Time zone: UTC, UTC" }).waitFor();
  });
});

describe("the chart", () => {
  test("is brushed by a finger", async () => {
    const person = await open();
    const { app, page } = person;
    const bars = app.locator("svg:has([data-bar])");
    await bars.waitFor();
    const chart = app.getByRole("region", { name: "Entries over time" });
    await expect.poll(() => chart.getAttribute("aria-busy")).toBe("false");
    const placeOf = async () => JSON.stringify(await bars.boundingBox());
    let place = "";
    await expect.poll(async () => place === (place = await placeOf())).toBe(true);
    const { x, y, width } = (await bars.boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", at: number | null) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: at === null ? [] : [{ x: at, y: y + 20 }],
      });
    await touch("touchStart", x + width * 0.5);
    await touch("touchMove", x + width * 0.7);
    // A flick: nothing is drawn between its last move and its end.
    await Promise.all([touch("touchMove", x + width * 0.99), touch("touchEnd", null)]);
    await expect.poll(async () => (await rangeOf(person)).to).not.toBeNull();
    const { from } = await rangeOf(person);
    const seconds = Date.parse(from ?? "") / 1_000;
    const inside = await idsOf((row) => row.at >= seconds);
    await expect.poll(async () => (await rowIds(app)).slice(0, 5)).toEqual(inside.slice(0, 5));
  });

  test("is marked by keys for as long as one likes, while the log goes on", async () => {
    const person = await open({ live: "1", from: "now-24h" });
    const { app, page } = person;
    const chart = app.getByRole("region", { name: "Entries over time" });
    await chart.locator("[data-bar]").last().focus();
    const counted = async () => page.waitForResponse(/api\/v1\/histogram\?/, { timeout: 30_000 });
    // The bars become others, and the focus stays.
    await counted();
    await expect.poll(() => chart.locator("[data-bar]:focus").count()).toBe(1);
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    const marked = chart.locator("[data-range]");
    await marked.waitFor();
    const width = await marked.getAttribute("width");
    bed.portal.eventLog.append(3);
    await counted();
    await counted();
    expect(await marked.getAttribute("width")).toBe(width);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await rangeOf(person)).to).not.toBeNull();
  });

  test("compares with the period before where there is one", async () => {
    const person = await open({ from: "now-24h" });
    const { app } = person;
    const chart = app.getByRole("region", { name: "Entries over time" });
    await chart.locator("[data-ghost]").waitFor();
    const label = await chart.locator("[data-bar]").first().getAttribute("aria-label");
    expect(label).toMatch(/UTC.*period before: \d+/);
    await chart.getByRole("button", { name: "Show the numbers as a table" }).click();
    await chart.getByRole("columnheader", { name: "Period before" }).waitFor();
    await chart.getByRole("button", { name: "Hide the period before" }).click();
    await chart.getByRole("columnheader", { name: "Period before" }).waitFor({ state: "detached" });
  });
});

describe("the charts of a query", () => {
  test("count by users and hours, and each mark is a condition", async () => {
    const person = await open({ view: "charts" });
    const { app, page } = person;
    const events = app.getByRole("region", { name: "Most frequent events" });
    const first = events.getByRole("listitem").first().getByRole("button").first();
    await first.click();
    await expect.poll(async () => (await paramsOf(person)).get("q")).toMatch(/^type:\w+$/);
    await events.locator("[aria-pressed=true]").first().waitFor();
    await events.getByRole("listitem").nth(1).getByRole("button").last().click();
    await app.getByRole("menuitem", { name: /^Exclude/ }).click();
    await expect.poll(async () => (await paramsOf(person)).get("q")).toMatch(/ -type:/);
    await events.getByRole("button", { name: /^Show as a table/ }).click();
    await events.getByRole("table").waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);

    const heat = app.getByRole("region", { name: /^By hour and day of the week/ });
    await expect.poll(() => heat.getAttribute("aria-busy")).toBe("false");
    const cell = heat.locator("[data-cell][aria-label*=entr]:not([aria-label*='no entries'])");
    const wanted = await cell.first().getAttribute("aria-label");
    await cell.first().focus();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await paramsOf(person)).get("q")).toMatch(/time:\[/);
    const count = Number(/: (\d+) entr/.exec(wanted ?? "")?.[1]);
    await app.getByText(`${count} ${count === 1 ? "entry" : "entries"}`, { exact: true }).waitFor();
    await app.getByRole("radio", { name: "List" }).click({ force: true });
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(0);
  });
});

describe("the values of fields", () => {
  test("are pinned, added by a key of the description, and retried alone", async () => {
    const person = await open();
    const { app, page } = person;
    await app.getByRole("button", { name: "Show values of fields" }).click();
    const side = app.getByRole("complementary", { name: "Values of fields" });
    await side.getByRole("region", { name: "IP" }).hover();
    await side.getByRole("button", { name: "Pin: IP" }).click();
    const names = () => side.getByRole("heading").allInnerTexts();
    await expect.poll(async () => (await names())[0]).toBe("IP");
    await side.getByRole("combobox", { name: "Count by another field" }).fill("json.method");
    await page.keyboard.press("Enter");
    const added = side.getByRole("region", { name: "method" });
    await added.waitFor();
    expect(await names()).toContain("method");
    person.expectFaults(/503/);
    const modules = await answerInstead(page, {
      at: /facets\?.*fields=module/,
      answer: (route) => route.fulfill({ status: 503 }),
    });
    await side.getByRole("region", { name: "Severity" }).getByRole("button").nth(1).click();
    const source = side.getByRole("region", { name: "Source" });
    await source.getByRole("alert").waitFor({ timeout: 30_000 });
    modules.change(null);
    await source.getByRole("button", { name: "Try again" }).click();
    await source.getByRole("alert").waitFor({ state: "detached" });
    expect(await findBarriers(await person.frame())).toEqual([]);
  });
});
