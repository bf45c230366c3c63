import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idOf } = storedLog(bed.db, bed.portal);

const BIG = "12345678901234567890";
const REQUEST = "5f0c-example-1";
const [first, told, second] = eventLog.appendRows([
  {
    auditTypeId: "USER_EDIT",
    itemId: "3",
    userId: 1,
    remoteAddr: "10.20.30.40",
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    description: `{"requestId":"${REQUEST}","big":${BIG},"rate":1.10,"deep":{"list":["one","two"]}}`,
  },
  {
    auditTypeId: "USER_GROUP_CHANGED",
    itemId: "3",
    userId: 1,
    description: JSON.stringify({ before: { GROUPS: [1, 2] }, after: { GROUPS: [2, 5] } }),
  },
  {
    auditTypeId: "USER_EDIT",
    itemId: "3",
    userId: 1,
    remoteAddr: "10.20.30.41",
    description: `{"requestId":"${REQUEST}","big":${BIG}}`,
  },
]);

let person: Awaited<ReturnType<typeof bed.visitor>>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  ids.first = await idOf(first);
  ids.told = await idOf(told);
  ids.second = await idOf(second);
});

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
});

async function openEntry(id: string | undefined) {
  const { app } = person;
  await rowOf(app, id ?? "").click();
  const panel = app.getByRole("complementary", { name: `Entry ${id}` });
  await panel.getByRole("tablist").waitFor();
  return panel;
}

const inAddress = async (name: string) =>
  new URL((await person.frame()).url()).searchParams.get(name);

describe("the tree of a description", () => {
  test("shows every digit, folds by keys and finds a text inside", async () => {
    const panel = await openEntry(ids.first);
    await panel.getByRole("tab", { name: "Details" }).click();
    const tree = panel.getByRole("tree");
    const lines = () => tree.getByRole("treeitem").allInnerTexts();
    await expect
      .poll(lines)
      .toEqual([
        `requestId: "${REQUEST}"`,
        `big: ${BIG}`,
        "rate: 1.10",
        "deep: 1 field",
        "list: 2 items",
        '0: "one"',
        '1: "two"',
      ]);
    await tree.focus();
    for (const key of ["End", "ArrowLeft", "ArrowLeft"]) await person.page.keyboard.press(key);
    await expect.poll(async () => (await lines()).at(-1)).toBe("list: 2 items");
    await panel.getByRole("searchbox", { name: "Find in the description" }).fill("TWO");
    await panel.getByText("1 of 1").waitFor();
    expect((await lines()).at(-1)).toBe('1: "two"');
    expect(await tree.locator("mark").allInnerTexts()).toEqual(["two"]);
    expect(await findBarriers(await person.frame())).toEqual([]);
  });

  test("asks for a value, leaves one out, and asks whether there is one, all by keyboard", async () => {
    const { app, page } = person;
    const panel = await openEntry(ids.first);
    await panel.getByRole("tab", { name: "Details" }).click();
    const act = async (moves: string[], action: string) => {
      await panel.getByRole("tree").focus();
      for (const key of [...moves, "m"]) await page.keyboard.press(key);
      await app.getByRole("menuitem", { name: action }).press("Enter");
      await expect.poll(() => app.getByRole("menu").count()).toBe(0);
    };
    await act(["Home", "ArrowDown"], `Include ${BIG}`);
    await expect.poll(() => inAddress("q")).toBe(`json.big:${BIG}`);
    await rowOf(app, ids.first ?? "").waitFor();
    await rowOf(app, ids.second ?? "").waitFor();
    await act(["End"], "Entries that have deep.list");
    await expect.poll(() => inAddress("q")).toBe(`json.big:${BIG} json.deep.list:*`);
    await expect.poll(() => rowOf(app, ids.second ?? "").count()).toBe(0);
    await act(["End"], "Exclude two");
    await expect
      .poll(() => inAddress("q"))
      .toBe(`json.big:${BIG} json.deep.list:* -json.deep.list:two`);
  });
});

describe("a place in a description", () => {
  test("is made a column of the list by keyboard, and is one at the next visit too", async () => {
    const { app, page } = person;
    const panel = await openEntry(ids.first);
    await panel.getByRole("tab", { name: "Details" }).click();
    await panel.getByRole("tree").focus();
    for (const key of ["Home", "m"]) await page.keyboard.press(key);
    await app.getByRole("menuitem", { name: "Show as a column" }).press("Enter");
    await app.getByRole("columnheader", { name: "requestId" }).waitFor();
    const value = (id: string | undefined) =>
      rowOf(app, id ?? "").locator("[data-column='json.requestId']");
    await expect.poll(() => value(ids.second).innerText()).toBe(REQUEST);
    await expect.poll(() => value(ids.told).innerText()).not.toBe(REQUEST);
    await expect
      .poll(async () => (await bed.db.userSetting.findFirst())?.value)
      .toMatchObject({ shown: expect.arrayContaining(["json.requestId"]) as string[] });
    const again = await bed.visitor();
    await again.openApp();
    await again.app.getByRole("columnheader", { name: "requestId" }).waitFor();
    await bed.db.userSetting.deleteMany();
  });
});

describe("the panel", () => {
  test("keeps its part and its width, in the address and for the next entry", async () => {
    const { app, page } = person;
    const panel = await openEntry(ids.first);
    await panel.getByRole("tab", { name: "Raw" }).click();
    await expect.poll(() => inAddress("tab")).toBe("raw");
    await panel.getByText(`"big":${BIG}`).waitFor();
    const edge = panel.getByRole("separator", { name: "Width of the panel" });
    const width = async () => Math.round((await panel.boundingBox())?.width ?? 0);
    const before = await width();
    await expect.poll(() => edge.getAttribute("aria-valuenow")).toBe(String(before));
    await edge.focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(width).toBe(before + 32);
    await page.keyboard.press("[");
    const next = app.getByRole("complementary", { name: `Entry ${ids.told}` });
    await next.getByRole("tab", { name: "Raw", selected: true }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => app.getByRole("complementary").count()).toBe(0);
    const again = await openEntry(ids.second);
    await again.getByRole("tab", { name: "Raw", selected: true }).waitFor();
    const widthAgain = async () => Math.round((await again.boundingBox())?.width ?? 0);
    await expect.poll(widthAgain).toBe(before + 32);
  });

  test("says what device and network it was, and leads to the portal's pages", async () => {
    const { page } = person;
    const panel = await openEntry(ids.first);
    await panel.getByText("Chrome 142.0 on Windows 10").waitFor();
    await panel.getByText("Private network · first time for this user in the archive").waitFor();
    await panel.getByRole("button", { name: "Profile: Clara Second" }).click();
    const slider = page.locator('[data-testid="path-frame"]');
    await slider.waitFor();
    expect(await slider.getAttribute("src")).toContain("/company/personal/user/3/");
  });

  test("shows all entries of the same request in one step", async () => {
    const { app } = person;
    const panel = await openEntry(ids.first);
    await panel.getByRole("button", { name: "All entries of this request" }).click();
    await expect.poll(() => inAddress("q")).toBe(`request:${REQUEST}`);
    await expect.poll(() => rowIds(app)).toEqual([ids.second, ids.first]);
  });

  test("copies the entry in the form that is wanted", async () => {
    const { app, page, context } = person;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    // A frame may not use the clipboard: the page says so in the console and copies by the old command.
    person.expectFaults(/clipboard/i);
    await openEntry(ids.first);
    const copied = async (name: string) => {
      // The button still tells of the copy before.
      await page.evaluate(() => navigator.clipboard.writeText(""));
      await page.keyboard.press("c");
      await app.getByRole("menuitem", { name }).click();
      await app.getByRole("button", { name: "Copied" }).waitFor();
      const read = () => page.evaluate(() => navigator.clipboard.readText());
      await expect.poll(read).not.toBe("");
      return read();
    };
    expect(JSON.parse(await copied("JSON"))).toMatchObject({ id: ids.first, itemId: "3" });
    expect(await copied("API call")).toContain(`/api/v1/entries/${ids.first}'`);
  });

  test("tells the moment in every zone, also by keyboard", async () => {
    const { app, page } = person;
    const panel = await openEntry(ids.first);
    await panel.getByTitle("The same moment in other zones").press("Enter");
    const card = app.getByRole("dialog", { name: "This moment" });
    await card.waitFor();
    await expect
      .poll(() => card.locator("dt").allInnerTexts())
      .toEqual(expect.arrayContaining(["UTC", "Portal", "Browser", "Relative", "Unix time"]));
    await card.getByText(`${first?.at}`, { exact: true }).waitFor();
    await card.getByText("Europe/Berlin").first().waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => card.count()).toBe(0);
    await panel.waitFor();
  });
});

describe("before and after", () => {
  test("are read from the entry where it tells them", async () => {
    const panel = await openEntry(ids.told);
    await panel.getByRole("tab", { name: "Details" }).click();
    const changes = panel.getByRole("table");
    await changes.waitFor();
    expect(await changes.locator("del").allInnerTexts()).toEqual(["1"]);
    expect(await changes.locator("ins").allInnerTexts()).toEqual(["5"]);
  });

  test("are else found against the event of the same object before, and shown side by side", async () => {
    const { app } = person;
    const panel = await openEntry(ids.second);
    await panel.getByRole("tab", { name: "Details" }).click();
    await panel.getByRole("button", { name: /^Compare with the previous event/ }).click();
    await panel.getByRole("table").locator("ins").filter({ hasText: "USER_EDIT" }).waitFor();
    await panel.getByRole("button", { name: "Side by side" }).click();
    const dialog = app.getByRole("dialog", { name: "2 entries side by side" });
    await dialog.getByRole("row").nth(2).waitFor();
    expect(await inAddress("view")).toBe(`compare.${ids.told}.${ids.second}`);
    expect(await dialog.getByRole("rowheader", { name: "Site" }).count()).toBe(0);
    await dialog.getByText("All", { exact: true }).click();
    await dialog.getByRole("rowheader", { name: "Site" }).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
  });
});
