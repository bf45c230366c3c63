import type { CDPSession, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 40 }] });
bed.portal.settings.logsRestUse = false;

// The row height that a test chose is kept for the person.
beforeEach(async () => {
  await bed.db.userSetting.deleteMany();
});

/** What the keys type on both layouts; the place of a key on the keyboard is the same. */
const LAYOUTS: Record<string, Record<string, string>> = {
  English: { KeyJ: "j", KeyK: "k", BracketLeft: "[", BracketRight: "]", Slash: "/", KeyD: "d" },
  Russian: { KeyJ: "о", KeyK: "л", BracketLeft: "х", BracketRight: "ъ", Slash: "/", KeyD: "в" },
};

describe.each(Object.keys(LAYOUTS))("with the %s layout", (layout) => {
  test("the log is read without a mouse", async () => {
    const { page, app, openApp } = await bed.visitor();
    await openApp();
    await app.getByRole("grid").waitFor();
    const keys = await typist(page, LAYOUTS[layout] ?? {});
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(5);
    const ids = await rowIds(app);
    const focusedRow = () =>
      app
        .locator("[data-row]:focus-within")
        .evaluateAll((rows) => rows[0]?.getAttribute("data-row"));

    await app.getByRole("banner").getByText("Logbook").click();
    await keys.press("KeyJ");
    await expect.poll(focusedRow).toBe(ids[0]);
    await keys.press("KeyJ");
    await expect.poll(focusedRow).toBe(ids[1]);
    await keys.press("KeyJ");
    await expect.poll(focusedRow).toBe(ids[2]);
    await keys.press("KeyK");
    await expect.poll(focusedRow).toBe(ids[1]);

    await page.keyboard.press("Enter");
    await app.getByRole("complementary", { name: `Entry ${ids[1]}` }).waitFor();
    await keys.press("BracketRight");
    await app.getByRole("complementary", { name: `Entry ${ids[2]}` }).waitFor();
    await keys.press("BracketLeft");
    await app.getByRole("complementary", { name: `Entry ${ids[1]}` }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => app.getByRole("complementary").count()).toBe(0);
    await expect.poll(focusedRow).toBe(ids[1]);

    await keys.press("KeyD");
    await app.getByRole("button", { name: "Row height: large" }).waitFor();
    await keys.press("Slash");
    const search = app.getByRole("combobox", { name: "Search the log" });
    await expect.poll(() => search.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type(`id:${ids[5]}`);
    await page.keyboard.press("Enter");
    await expect.poll(() => rowIds(app)).toEqual([ids[5]]);
  });
});

test("letters typed into a field are text and press nothing", async () => {
  const { page, app, openApp } = await bed.visitor();
  await openApp();
  await app.getByRole("grid").waitFor();
  const search = app.getByRole("combobox", { name: "Search the log" });
  await search.click();
  await page.keyboard.type("jkld[]?");
  expect(await search.inputValue()).toBe("jkld[]?");
  expect(await app.getByRole("button", { name: "Row height: normal" }).count()).toBe(1);
  expect(await app.getByRole("dialog").count()).toBe(0);
});

test("keys act on the row in focus or the open entry, and on nothing before there is one", async () => {
  const { page, app, openApp } = await bed.visitor();
  await openApp();
  await app.getByRole("grid").waitFor();
  await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(2);
  const [, id = ""] = await rowIds(app);
  const around = app.getByRole("dialog", { name: `Around entry ${id}` });
  await app.getByRole("banner").getByText("Logbook").click();
  for (const key of ["x", "p", "c", "j", "j"]) await page.keyboard.press(key);
  await app.locator(`[data-row="${id}"]:focus-within`).waitFor();
  await page.keyboard.press("x");
  await around.waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => around.count()).toBe(0);
  expect(await app.locator("pre").count()).toBe(0);
  expect(await app.getByRole("menu").count()).toBe(0);
});

test("a row keeps the focus when its cells are drawn anew because the window gets narrow", async () => {
  const { page, app, openApp } = await bed.visitor();
  await openApp();
  await app.getByRole("grid").waitFor();
  await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(3);
  const [, id, next] = await rowIds(app);
  await app.getByRole("banner").getByText("Logbook").click();
  for (const key of ["j", "j", "ArrowRight"]) await page.keyboard.press(key);
  const focused = app.locator("[role=gridcell]:focus");
  const inRow = app.locator(`[data-row="${id}"]`).locator(focused);
  await expect.poll(() => inRow.getAttribute("aria-colindex")).toBe("2");

  const wide = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const size of [{ width: 480, height: 800 }, wide]) {
    const cell = await focused.elementHandle();
    await page.setViewportSize(size);
    await expect.poll(() => cell?.evaluate((element) => element.isConnected)).toBe(false);
    expect(await inRow.count()).toBe(1);
  }
  expect(await inRow.getAttribute("aria-colindex")).toBe("2");
  await page.keyboard.press("j");
  await app.locator(`[data-row="${next}"]:focus-within`).waitFor();
});

test("Ctrl+K works within a text field, and its list has the keys of all parts", async () => {
  const { page, app, openApp, frame } = await bed.visitor();
  await openApp();
  // Before, its address still has the ticket, which works once.
  await app.getByRole("grid").waitFor();
  const opened = await frame();
  const url = new URL(opened.url());
  url.searchParams.set("from", "now-7d");
  await opened.goto(url.href);
  await app.getByRole("grid").waitFor();
  await app.getByRole("combobox", { name: "Search the log" }).click();
  await page.keyboard.press("Control+k");
  const box = app.getByRole("dialog", { name: "Commands" });
  await box.getByRole("option").first().waitFor();
  // Parts of the page add theirs as they are ready.
  const names = async () => (await box.getByRole("option").allInnerTexts()).join("\n");
  for (const name of ["Before and after", "Save the view", "Export the log", "Wider time range"]) {
    await expect.poll(names).toContain(name);
  }
  expect(await names()).not.toContain("Copy the entry as");
  await box.getByRole("searchbox").fill("wider");
  await box.getByRole("option").first().filter({ hasText: "Wider" }).waitFor();
  await page.keyboard.press("Enter");
  await app.getByRole("button", { name: "Previous range" }).waitFor();
});

test("with the charts there is nothing for rows, and the focus goes to the choice of views", async () => {
  const { page, app, openApp } = await bed.visitor();
  await openApp();
  const row = app.locator("[role=row][data-row]").first();
  await row.click();
  await app.getByRole("complementary").waitFor();
  await app.getByText("Charts", { exact: true }).click();
  await expect.poll(() => app.getByRole("button", { name: "Columns and rows" }).count()).toBe(0);
  expect(await app.getByRole("button", { name: "Find in the rows loaded" }).count()).toBe(0);
  await app.getByRole("complementary").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => app.getByRole("complementary").count()).toBe(0);
  const charts = app.getByRole("radio", { name: "Charts" });
  await expect.poll(() => charts.evaluate((radio) => radio === document.activeElement)).toBe(true);
  await page.keyboard.press("e");
  await app.getByRole("dialog", { name: "Export the log" }).waitFor();
});

test("a question mark lists the keys, and Escape closes the list", async () => {
  const { page, app, openApp } = await bed.visitor();
  await openApp();
  await app.getByRole("grid").waitFor();
  await app.getByRole("banner").getByText("Logbook").click();
  await page.keyboard.press("?");
  await app.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => app.getByRole("dialog").count()).toBe(0);
});

/** Presses keys as a keyboard with this layout does. */
async function typist(page: Page, layout: Record<string, string>) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const press = async (code: string): Promise<void> => {
    const key = layout[code] ?? "";
    await session.send("Input.dispatchKeyEvent", { type: "keyDown", code, key, text: key });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key });
  };
  return { press };
}
