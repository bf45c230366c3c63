import type { CDPSession, FrameLocator, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 130 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;

// What keys chose is kept for the person.
beforeEach(async () => {
  await bed.db.userSetting.deleteMany();
});

/** What the keys of letters type: their places on the keyboard are the same. */
const LAYOUTS: Record<string, (code: string) => string> = {
  English: (code) => ENGLISH[code] ?? code.replace("Key", "").toLowerCase(),
  Russian: (code) => RUSSIAN[code] ?? ENGLISH[code] ?? "",
};
const ENGLISH: Record<string, string> = { Comma: ",", Period: ".", Minus: "-", Space: " " };
const RUSSIAN: Record<string, string> = {
  ...{ KeyF: "а", KeyT: "е", KeyL: "д", KeyS: "ы", KeyE: "у", KeyW: "ц", KeyI: "ш", KeyJ: "о" },
  ...{ KeyV: "м", KeyY: "н", KeyC: "с", KeyM: "ь", KeyU: "г", KeyX: "ч", KeyP: "з", KeyN: "т" },
  ...{ KeyB: "и", KeyK: "л", Comma: "б", Period: "ю" },
};

interface Desk {
  page: Page;
  app: FrameLocator;
  press(code: string): Promise<void>;
  param(name: string): Promise<string | null>;
  focusedRow(): Promise<string | null | undefined>;
}

async function sitDown(layout: string, query: Record<string, string> = {}): Promise<Desk> {
  const person = await bed.visitor();
  const { page, app } = person;
  await person.openApp();
  await app.getByRole("grid").waitFor();
  if (Object.keys(query).length > 0) {
    const frame = await person.frame();
    const url = new URL(frame.url());
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    await frame.goto(url.href);
  }
  // A copy goes by the old command where the frame may not use the clipboard.
  person.expectFaults(/clipboard/i);
  await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(2);
  // Its keys come with it.
  await app.getByRole("search").waitFor();
  await app.getByRole("banner").getByText("Logbook").click();
  const session: CDPSession = await page.context().newCDPSession(page);
  return {
    page,
    app,
    press: async (code) => {
      const key = LAYOUTS[layout]?.(code) ?? "";
      await session.send("Input.dispatchKeyEvent", { type: "keyDown", code, key, text: key });
      await session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key });
    },
    param: async (name) => new URL((await person.frame()).url()).searchParams.get(name),
    focusedRow: () =>
      app
        .locator("[data-row]:focus-within")
        .evaluateAll((rows) => rows[0]?.getAttribute("data-row")),
  };
}

async function closed({ app, page }: Desk): Promise<void> {
  await page.keyboard.press("Escape");
  await expect.poll(() => app.locator("[role=dialog], [role=menu]").count()).toBe(0);
}

describe.each(Object.keys(LAYOUTS))("the keys of the %s layout", (layout) => {
  test("open and close the parts of the page", async () => {
    const desk = await sitDown(layout);
    const { app, page, press } = desk;
    const facets = app.getByRole("complementary", { name: "Values of fields" });
    await press("KeyF");
    await facets.waitFor();
    await press("KeyF");
    await facets.waitFor({ state: "detached" });
    await press("KeyT");
    await app.getByRole("dialog").getByRole("textbox", { name: "Type a range" }).waitFor();
    await closed(desk);
    await press("KeyS");
    await app.getByRole("dialog", { name: "New view" }).waitFor();
    await closed(desk);
    await press("KeyE");
    await app.getByRole("dialog", { name: "Export the log" }).waitFor();
    await closed(desk);
    await press("KeyI");
    const find = app.getByRole("searchbox", { name: "Find in the rows loaded" });
    await find.waitFor();
    await page.keyboard.press("Escape");
    await find.waitFor({ state: "detached" });
    await press("KeyW");
    await app.locator("[data-wrap=true]").waitFor();
    await press("KeyW");
    await app.locator("[data-wrap=false]").waitFor();
  });

  test("act on the row in focus", async () => {
    const desk = await sitDown(layout);
    const { app, page, press, focusedRow } = desk;
    const [first = "", second = ""] = await rowIds(app);
    await press("KeyJ");
    await expect.poll(focusedRow).toBe(first);
    await press("KeyX");
    await app.getByRole("dialog", { name: `Around entry ${first}` }).waitFor();
    await closed(desk);
    await expect.poll(focusedRow).toBe(first);
    await press("KeyU");
    await app.getByRole("dialog", { name: "This moment" }).waitFor();
    await closed(desk);
    await expect.poll(focusedRow).toBe(first);
    for (const open of [() => press("KeyM"), () => page.keyboard.press("Shift+F10")]) {
      await open();
      await app.getByRole("menu").waitFor();
      await closed(desk);
      await expect.poll(focusedRow).toBe(first);
    }
    await press("KeyC");
    await app.getByRole("menuitem", { name: "Markdown table" }).waitFor();
    await closed(desk);
    await expect.poll(focusedRow).toBe(first);
    await press("KeyY");
    await app.getByText("Link copied").waitFor();
    await press("KeyP");
    await app.locator("[data-expanded]").first().waitFor();
    await press("KeyP");
    await expect.poll(() => app.locator("[data-expanded]").count()).toBe(0);
    await expect.poll(focusedRow).toBe(first);
    await press("Space");
    await app.getByText("1 selected").waitFor();
    await page.keyboard.press("Shift+ArrowDown");
    await app.getByText("2 selected").waitFor();
    await expect.poll(focusedRow).toBe(second);
    await press("KeyV");
    await app.getByRole("dialog", { name: "2 entries side by side" }).waitFor();
    await closed(desk);
    await app.getByText("2 selected").waitFor();
    await page.keyboard.press("Escape");
    await app.getByText("2 selected").waitFor({ state: "detached" });
  });

  test("move the range of time, and turn live mode on and off", async () => {
    const desk = await sitDown(layout, { from: "now-30d", to: "now-1h" });
    const { app, press, param } = desk;
    const shown = app.getByRole("search").locator("button[aria-haspopup=dialog]").first();
    // The address changes before the page: a key pressed between would act on the range before.
    const move = async (code: string) => {
      const before = await shown.innerText();
      await press(code);
      await expect.poll(() => shown.innerText()).not.toBe(before);
      return param("from");
    };
    const earlier = await move("Comma");
    const later = await move("Period");
    expect(later).not.toBe(earlier);
    expect(await move("Minus")).not.toBe(later);
    expect(await move("KeyB")).toBe(later);
    await move("KeyL");
    expect(await param("live")).toBe("1");
    expect(await param("to")).toBeNull();
    await expect.poll(() => app.getByRole("grid").getAttribute("aria-busy")).toBe("false");
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(2);
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    await press("KeyJ");
    await expect.poll(() => desk.focusedRow()).toBe((await rowIds(app))[0]);
    await press("KeyK");
    eventLog.append(2);
    const waiting = app.getByRole("button", { name: /\d+ new – show/ });
    await waiting.waitFor({ timeout: 30_000 });
    await press("KeyN");
    await waiting.waitFor({ state: "detached" });
    await press("KeyL");
    await expect.poll(() => param("live")).toBeNull();
  });
});

test("pages, ends and cells of the list are reached by keys", async () => {
  const desk = await sitDown("English");
  const { app, page, press, focusedRow } = desk;
  const ids = await rowIds(app);
  const column = () =>
    app.locator("[role=gridcell]:focus").evaluateAll((cells) => cells[0]?.dataset["column"]);
  await press("KeyJ");
  await expect.poll(focusedRow).toBe(ids[0]);
  const first = await column();
  await page.keyboard.press("ArrowRight");
  await expect.poll(column).not.toBe(first);
  await page.keyboard.press("End");
  const heads = app.getByRole("columnheader");
  const last = await heads.last().getAttribute("data-column");
  await expect.poll(column).toBe(last);
  await page.keyboard.press("Home");
  await expect.poll(column).toBe(first);
  await page.keyboard.press("PageDown");
  await expect.poll(async () => ids.indexOf((await focusedRow()) ?? "")).toBeGreaterThan(3);
  await page.keyboard.press("PageUp");
  await expect.poll(focusedRow).toBe(ids[0]);
  await page.keyboard.press("Control+End");
  await expect.poll(focusedRow).not.toBe(ids[0]);
  await rowOf(app, ids[0] ?? "").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Home");
  await expect.poll(focusedRow).toBe(ids[0]);
});

test("keys of one character can be switched off, and those with Ctrl stay", async () => {
  const desk = await sitDown("English");
  const { app, page, press } = desk;
  await page.keyboard.press("?");
  const help = app.getByRole("dialog", { name: "Keyboard" });
  await help.getByText("Keys without Ctrl are on").click();
  await closed(desk);
  await app.getByRole("banner").getByText("Logbook").click();
  await press("KeyF");
  await press("KeyE");
  await page.keyboard.press("Control+k");
  await app.getByRole("dialog", { name: "Commands" }).waitFor();
  expect(await app.getByRole("dialog").count()).toBe(1);
  await closed(desk);
  expect(await app.getByRole("complementary").count()).toBe(0);
});
