import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 40 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idsOf } = storedLog(bed.db, bed.portal);
const now = Math.floor(Date.now() / 1_000);
// Every third is of another address; the one in the middle is asked about.
const rows = eventLog.appendRows(
  Array.from({ length: 241 }, (_, index) => ({
    auditTypeId: index === 120 ? "USER_LOGIN" : "USER_LOGOUT",
    itemId: `2`,
    userId: 2,
    remoteAddr: index % 3 === 0 ? "198.51.100.3" : "198.51.100.4",
    at: now - 3_000 + index * 10,
  })),
);
const wanted = new Set(rows.map(({ id }) => id));

/** Numbers in the archive, newest first. */
let all: string[] = [];
let anchor = "";
let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeAll(async () => {
  all = await idsOf((row) => wanted.has(row.id));
  anchor = all[120] ?? "";
});

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
});

const inAddress = async (name: string) =>
  new URL((await person.frame()).url()).searchParams.get(name);

async function open(query: Record<string, string>) {
  const frame = await person.frame();
  const url = new URL(frame.url());
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  await frame.goto(url.href);
  const dialog = person.app.getByRole("dialog", { name: `Around entry ${anchor}` });
  await dialog.getByRole("grid").waitFor();
  return dialog;
}

describe("what stands around an entry", () => {
  test("opens by x, keeps the entry in sight, and Back closes it", async () => {
    const { app, page } = person;
    await app.getByRole("combobox", { name: "Search the log" }).fill(`id:${anchor}`);
    await page.keyboard.press("Enter");
    await rowOf(app, anchor).click();
    await app.getByRole("complementary", { name: `Entry ${anchor}` }).waitFor();
    await page.keyboard.press("x");
    const dialog = app.getByRole("dialog", { name: `Around entry ${anchor}` });
    const grid = dialog.getByRole("grid", { name: "Entries around" });
    await grid.locator(`[data-row="${anchor}"]`).waitFor();
    expect(await inAddress("view")).toBe(`context.${anchor}`);
    expect(await grid.locator(`[data-row="${anchor}"]`).getAttribute("aria-current")).toBe("true");
    expect(await findBarriers(await person.frame())).toEqual([]);
    await page.evaluate(() => history.back());
    await expect.poll(() => dialog.count()).toBe(0);
    expect(await inAddress("view")).toBeNull();
    await app.getByRole("complementary", { name: `Entry ${anchor}` }).waitFor();
  });

  test("goes on to both sides as far as one wants", async () => {
    const dialog = await open({ view: `context.${anchor}` });
    const count = async () => {
      const loaded = await dialog
        .getByRole("rowgroup")
        .last()
        .evaluate((body) => body.clientHeight);
      return Math.round(loaded / 46);
    };
    await expect.poll(count).toBe(101);
    await dialog.getByRole("button", { name: "50 newer" }).click();
    await expect.poll(count).toBe(151);
    await dialog.getByRole("button", { name: "50 older" }).click();
    await expect.poll(count).toBe(201);
    await dialog.getByRole("button", { name: "Go to this entry" }).click();
    await dialog.locator(`[data-row="${anchor}"]`).waitFor();
    await dialog.getByRole("button", { name: "50 newer" }).click();
    await dialog.getByText("No newer entries.").waitFor();
  });

  test("is narrowed to what shares something with the entry, and by a search of its own", async () => {
    const { page } = person;
    const dialog = await open({ view: `context.${anchor}.ip` });
    const shown = () =>
      dialog
        .locator("[role=row][data-row]")
        .evaluateAll((found) => found.map((row) => row.getAttribute("data-row")));
    const same = all.filter((_, place) => place % 3 === 0);
    await expect
      .poll(async () => {
        const found = await shown();
        return found.includes(anchor) && found.every((id) => same.includes(id ?? ""));
      })
      .toBe(true);
    await dialog.getByText("All", { exact: true }).click();
    await expect.poll(() => inAddress("view")).toBe(`context.${anchor}`);
    await dialog.getByRole("searchbox").fill("type:USER_LOGIN");
    await expect.poll(() => inAddress("view")).toBe(`context.${anchor}.all.type:USER_LOGIN`);
    await expect
      .poll(async () => {
        const found = await shown();
        return found.includes(anchor) && !found.includes(all[119] ?? "");
      })
      .toBe(true);
    await dialog.getByRole("region", { name: "This entry" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => dialog.getByRole("searchbox").inputValue()).toBe("");
  });

  test("opens its entries beside it, step by step, and leads back into the log", async () => {
    const { app, page } = person;
    const dialog = await open({ view: `context.${anchor}` });
    await dialog.locator(`[data-row="${all[121]}"]`).click();
    await dialog.getByRole("complementary", { name: `Entry ${all[121]}` }).waitFor();
    await page.keyboard.press("]");
    await dialog.getByRole("complementary", { name: `Entry ${all[122]}` }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => dialog.getByRole("complementary").count()).toBe(0);
    await dialog.getByRole("button", { name: "Show in the log" }).click();
    await expect.poll(() => dialog.count()).toBe(0);
    await app.getByRole("complementary", { name: `Entry ${anchor}` }).waitFor();
    await rowOf(app, anchor).waitFor();
  });
});
