import type { FrameLocator, Page, Route } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

// Installed once its log has these rows alone: else the archive may have read others before.
const bed = await browserBed({
  portals: [{ edition: "enterprise", entries: 0 }],
  isInstalled: false,
});
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const LIKE = { auditTypeId: "USER_LOGIN", userId: 3, remoteAddr: "192.0.2.9" };
const JSON_TEXT = JSON.stringify({ request: { id: "req-77" }, note: "Zebra crossing" });
eventLog.appendRows([
  ...Array.from({ length: 20 }, (_, at) => ({ auditTypeId: "USER_LOGOUT", userId: 1 + (at % 2) })),
  { ...LIKE },
  { ...LIKE },
  { ...LIKE },
  { auditTypeId: "EXAMPLE_IMPORT_DONE", description: JSON_TEXT },
]);
await bed.install(bed.portal);
const { idsOf } = storedLog(bed.db, bed.portal);

let person: Awaited<ReturnType<typeof bed.visitor>>;
let app: FrameLocator;
let page: Page;
let ids: string[];

const heads = () => app.getByRole("columnheader").allInnerTexts();
const picked = () =>
  app
    .locator("[role=row][aria-selected=true]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-row")));
const focusedRow = () =>
  app.locator("[data-row]:focus-within").evaluateAll((rows) => rows[0]?.getAttribute("data-row"));
const cell = (id: string | undefined, column: string) =>
  rowOf(app, id ?? "").locator(`[data-column=${column}]`);

async function openColumns() {
  await app.getByRole("button", { name: "Columns and rows" }).click();
  return app.getByRole("dialog", { name: "Columns and rows" });
}

beforeEach(async () => {
  await bed.db.userSetting.deleteMany();
  person = await bed.visitor();
  ({ app, page } = person);
  await person.openApp();
  await app.getByRole("grid").waitFor();
  await app.getByRole("search").waitFor();
  ids = await idsOf();
});

describe("the columns of the log", () => {
  test("are chosen, moved and made wider, and are the same at the next visit", async () => {
    const box = await openColumns();
    await box.getByRole("checkbox", { name: "URL" }).click();
    await box.getByRole("checkbox", { name: "Source" }).click();
    await box.getByRole("button", { name: "IP: one place to the left" }).click();
    await box.getByRole("button", { name: "Time: wider" }).click();
    await page.keyboard.press("Escape");
    const shown = await heads();
    expect(shown.findIndex((head) => head.startsWith("IP"))).toBeLessThan(
      shown.findIndex((head) => head.startsWith("User")),
    );
    expect(shown.some((head) => head.startsWith("URL"))).toBe(true);
    expect(shown.some((head) => head.startsWith("Source"))).toBe(false);
    const setting = () => bed.db.userSetting.findFirst({ where: { key: "log.columns" } });
    await expect
      .poll(async () => (await setting())?.value)
      .toMatchObject({ widths: { time: 190 } });

    const again = await bed.visitor();
    await again.openApp();
    await again.app.getByRole("grid").waitFor();
    await expect.poll(() => again.app.getByRole("columnheader").allInnerTexts()).toEqual(shown);
  });

  test("take the width that an edge is dragged to, or that keys ask for", async () => {
    const head = app.locator("[role=columnheader][data-column=severity]");
    const width = async () => Math.round((await head.boundingBox())?.width ?? 0);
    const box = await head.boundingBox();
    if (box === null) throw new Error("There is no head.");
    await page.mouse.move(box.x + box.width, box.y + 19);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 40, box.y + 19, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBe(178);
    await cell(ids[0], "severity").focus();
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await expect.poll(width).toBe(162);
  });

  test("stay in view when they are pinned, are as wide as what is in them, and are put back", async () => {
    const head = (column: string) => app.locator(`[role=columnheader][data-column=${column}]`);
    const left = async (column: string) => Math.round((await head(column).boundingBox())?.x ?? 0);
    const width = async () => (await head("time").boundingBox())?.width ?? 0;
    const usual = await heads();
    const usualWidth = await width();
    const box = await openColumns();
    for (const name of ["URL", "User agent", "Object", "Site"]) {
      await box.getByRole("checkbox", { name, exact: true }).click();
    }
    for (let times = 0; times < 5; times += 1) {
      await box.getByRole("button", { name: "Time: wider" }).click();
    }
    await expect.poll(width).toBeGreaterThan(usualWidth);
    const wide = await width();
    await box.getByRole("button", { name: "Time: as wide as its content" }).click();
    await expect.poll(width).toBeLessThan(wide);
    const text = cell(ids[0], "time").locator("time");
    expect(await text.evaluate((shown) => shown.scrollWidth - shown.clientWidth)).toBe(0);
    await box.getByRole("combobox", { name: "Columns that stay in view" }).selectOption("1");
    await page.keyboard.press("Escape");
    const places = [await left("time"), await left("severity")];
    const scroller = app.getByRole("grid").locator("..");
    await scroller.evaluate((element) => element.scrollTo({ left: 120 }));
    await expect.poll(() => left("severity")).toBe((places[1] ?? 0) - 120);
    expect(await left("time")).toBe(places[0]);
    expect(Math.round((await cell(ids[0], "time").boundingBox())?.x ?? 0)).toBe(places[0]);
    await (await openColumns()).getByRole("button", { name: "As it was at first" }).click();
    await expect.poll(heads).toEqual(usual);
    await expect.poll(width).toBe(usualWidth);
    const setting = async () => (await bed.db.userSetting.findFirst())?.value;
    await expect.poll(setting).toEqual({ shown: null, widths: {}, pinned: 0 });
  });

  test("of a link go before one's own, and are kept when asked for", async () => {
    const frame = await person.frame();
    const url = new URL(frame.url());
    url.searchParams.set("cols", "event,json.request.id");
    await frame.goto(url.href);
    await app.getByRole("grid").waitFor();
    await expect.poll(async () => (await heads()).slice(1)).toEqual(["Event", "request.id"]);
    await expect.poll(() => cell(ids[0], "json\\.request\\.id").innerText()).toBe("req-77");
    const box = await openColumns();
    await box.getByRole("button", { name: "Make them my own" }).click();
    await box.getByText("These columns come with the link").waitFor({ state: "detached" });
    await expect
      .poll(async () => (await bed.db.userSetting.findFirst())?.value)
      .toMatchObject({ shown: ["event", "json.request.id"] });
  });
});

describe("several rows", () => {
  test("are picked by keys and by the pointer, and given up by Escape", async () => {
    await cell(ids[1], "event").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(picked).toEqual(ids.slice(1, 4));
    await app.getByText("3 selected").waitFor();
    await cell(ids[6], "event").click({ modifiers: ["Control"] });
    await expect.poll(picked).toEqual([...ids.slice(1, 4), ids[6]]);
    await cell(ids[8], "event").click({ modifiers: ["Shift"] });
    await expect.poll(picked).toEqual([...ids.slice(1, 4), ...ids.slice(6, 9)]);
    await page.keyboard.press("Escape");
    await expect.poll(picked).toEqual([]);
    await cell(ids[2], "pick").getByRole("checkbox").click();
    await expect.poll(picked).toEqual([ids[2]]);
    await app.getByRole("checkbox", { name: "Select all loaded" }).click();
    await app.getByText(`${ids.length} selected`).waitFor();
  });

  test("stay picked when the list is read again, also those that are not loaded any more", async () => {
    // The frame may not use the clipboard; the old command does it.
    person.expectFaults(/Clipboard API has been blocked/);
    await cell(ids[1], "event").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(picked).toEqual(ids.slice(1, 4));
    // The list comes back without one of them.
    const answer = async (route: Route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { items: { id: string }[] };
      const items = body.items.filter(({ id }) => id !== ids[3]);
      await route.fulfill({ response, json: { ...body, items } });
    };
    await answerInstead(page, { at: /api\/v1\/entries\?/, answer });
    await app.getByRole("button", { name: "Read the log again" }).click();
    await rowOf(app, ids[3] ?? "").waitFor({ state: "detached" });
    await expect.poll(picked).toEqual(ids.slice(1, 3));
    await app.getByText("3 selected").waitFor();
    await cell(ids[2], "event").focus();
    await page.keyboard.press("c");
    await app.getByRole("menuitem", { name: "CSV" }).click();
    await app.getByText("3 entries copied").waitFor();
  });

  test("are copied as a table", async () => {
    // The frame may not use the clipboard; the old command does it.
    person.expectFaults(/Clipboard API has been blocked/);
    await cell(ids[0], "event").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("c");
    await app.getByRole("menuitem", { name: "CSV" }).click();
    await app.getByText("1 entry copied").waitFor();
  });
});

describe("the rows", () => {
  test("keep the height that is chosen before the server has told the one of before", async () => {
    const visit = await bed.visitor();
    const held = Promise.withResolvers<null>();
    const answer = async (route: Route) => {
      const response = await route.fetch();
      if (route.request().method() === "GET") await held.promise;
      await route.fulfill({ response });
    };
    await answerInstead(visit.page, { at: /api\/v1\/preferences/, answer });
    await visit.openApp();
    await visit.app.getByRole("button", { name: "Row height: normal" }).click();
    await visit.app.getByRole("button", { name: "Row height: large" }).waitFor();
    held.resolve(null);
    await visit.app.getByRole("grid").waitFor();
    expect(await visit.app.getByRole("button", { name: "Row height: large" }).count()).toBe(1);
  });

  test("that are alike fold into one with their number, and open again", async () => {
    const before = await rowIds(app);
    const box = await openColumns();
    await box.getByText("Fold similar neighbours").click();
    await page.keyboard.press("Escape");
    const folded = cell(ids[1], "event").getByRole("button", { name: "3 entries" });
    await folded.waitFor();
    expect(await rowOf(app, ids[2] ?? "").count()).toBe(0);
    await folded.click();
    await rowOf(app, ids[3] ?? "").waitFor();
    expect(await rowIds(app)).toEqual(before);
    await folded.click();
    await rowOf(app, ids[2] ?? "").waitFor({ state: "detached" });
    await cell(ids[1], "pick").getByRole("checkbox").click();
    await app.getByText("3 selected").waitFor();
    await page.keyboard.press("e");
    await app.getByRole("dialog", { name: "Export the selected entries" }).waitFor();
    await page.keyboard.press("Escape");
    await app.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await expect.poll(picked).toEqual([]);
    await page.keyboard.press("i");
    const find = app.getByRole("searchbox", { name: "Find in the rows loaded" });
    await find.fill("192.0.2.9");
    await app.getByText("3 rows", { exact: true }).waitFor();
    for (const at of [1, 2]) {
      await page.keyboard.press("Enter");
      await app.getByText(`${at} of 3`, { exact: true }).waitFor();
    }
    await page.keyboard.press("Escape");
    await expect.poll(focusedRow).toBe(ids[1]);
  });

  test("are searched for a text, also in what no column shows", async () => {
    await app.getByRole("banner").getByText("Logbook").click();
    await page.keyboard.press("i");
    const find = app.getByRole("searchbox", { name: "Find in the rows loaded" });
    await find.fill("zebra");
    await app.getByText("1 row", { exact: true }).waitFor();
    await find.fill("Zebra ");
    await app.getByText("1 row", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await find.waitFor({ state: "detached" });
    const button = app.getByRole("button", { name: "Find in the rows loaded" });
    await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press("i");
    await find.focus();
    await page.keyboard.press("Enter");
    await app.getByText("1 of 1", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await find.waitFor({ state: "detached" });
    await expect.poll(focusedRow).toBe(ids[0]);
  });

  test("show a description formatted, wrap, and mark what the query looks for", async () => {
    await app.getByRole("combobox", { name: "Search the log" }).fill("zebra");
    await page.keyboard.press("Enter");
    await expect.poll(() => rowIds(app)).toEqual([ids[0]]);
    await cell(ids[0], "event").focus();
    await page.keyboard.press("p");
    await app.locator("pre").getByText("crossing").waitFor();
    await app.locator("pre mark").getByText("Zebra").waitFor();
    const height = async () => (await rowOf(app, ids[0] ?? "").boundingBox())?.height ?? 0;
    const before = await height();
    await page.keyboard.press("w");
    await expect.poll(height).toBeGreaterThanOrEqual(before);
    await app.locator("[data-wrap=true]").waitFor();
  });

  test("are acted upon by the names of commands", async () => {
    await app.getByRole("banner").getByText("Logbook").click();
    await page.keyboard.press("Control+k");
    const box = app.getByRole("dialog", { name: "Commands" });
    await box.getByRole("searchbox").fill("select all");
    await page.keyboard.press("Enter");
    await app.getByText(`${ids.length} selected`).waitFor();
    await expect.poll(() => box.count()).toBe(0);
  });
});
