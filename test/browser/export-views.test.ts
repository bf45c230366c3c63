import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Route } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import type { ViewContent } from "../../lib/views/shared.ts";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({
  portals: [{ edition: "enterprise", entries: 60 }],
  refusesCookies: true,
});
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idOf } = storedLog(bed.db, bed.portal);
const [needle] = eventLog.appendRows([
  { auditTypeId: "EXAMPLE_NEEDLE", userId: 3, remoteAddr: "192.0.2.77", description: "blue whale" },
]);

let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  await bed.db.savedView.deleteMany();
  person = await bed.visitor();
  await person.openApp();
  await rowOf(person.app, await idOf(needle)).waitFor();
  // Keys of what stands above the rows come with it.
  await person.app.getByRole("search").waitFor();
});

const box = () => person.app.getByRole("combobox", { name: "Search the log" });
const query = async (name: string) => new URL((await person.frame()).url()).searchParams.get(name);

async function ask(q: string): Promise<void> {
  await box().fill(q);
  await person.page.keyboard.press("Enter");
  await expect.poll(() => query("q")).toBe(q);
}

const portalId = async () => (await bed.db.portal.findFirstOrThrow()).id;

/** A view that a person shares. */
async function viewOf(userId: number, name: string, part: Partial<ViewContent>): Promise<string> {
  const usual = { q: "", from: null, to: null, tz: null, sort: "desc" as const, cols: null };
  const content = { ...usual, ...part };
  const data = { id: randomUUID(), portalId: await portalId(), userId, userName: "Ann", name };
  return (await bed.db.savedView.create({ data: { ...data, content, isShared: true } })).id;
}

async function pressKey(key: string): Promise<void> {
  await rowOf(person.app, await idOf(needle))
    .locator("[data-column=event]")
    .focus();
  await person.page.keyboard.press(key);
}

describe("an export", () => {
  test("says what it will hold and downloads it in a frame without cookies", async () => {
    const { app, page } = person;
    await ask("type:EXAMPLE_NEEDLE");
    await app.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = app.getByRole("dialog", { name: "Export the log" });
    await dialog.getByText("1 entry", { exact: true }).waitFor();

    const saved = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download", exact: true }).click();
    const file = await saved;
    const text = readFileSync(await file.path(), "utf8");

    expect(file.suggestedFilename()).toMatch(/^bitrix24-log-.*\.csv$/);
    expect(text).toContain("EXAMPLE_NEEDLE");
    expect(text.trimEnd().split("\r\n")).toHaveLength(2);
    await dialog.getByRole("link", { name: "open it in a new window" }).waitFor();
  });

  test("is prepared in the background and downloaded with its manifest, by keyboard from the start", async () => {
    const { app, page } = person;
    await pressKey("e");
    const dialog = app.getByRole("dialog", { name: "Export the log" });
    await dialog.getByText(/^\d+ entries$/).waitFor();
    await dialog.getByText("XLSX", { exact: true }).click();
    await dialog.getByText(/A sheet holds up to 1,048,575 entries/).waitFor();
    await dialog.getByRole("button", { name: "Prepare a file" }).click();
    const ready = dialog.getByRole("listitem").filter({ hasText: /kept until/ });
    await ready.waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);

    const saved = page.waitForEvent("download");
    await ready.getByRole("button", { name: /^Download bitrix24/ }).click();
    const bytes = readFileSync(await (await saved).path());
    const told = page.waitForEvent("download");
    await ready.getByRole("button", { name: /^Download the manifest/ }).click();
    const manifest = readFileSync(await (await told).path(), "utf8");
    await ready.getByRole("button", { name: /^Delete/ }).click();
    await ready.waitFor({ state: "detached" });

    expect(bytes.subarray(0, 2).toString()).toBe("PK");
    expect(JSON.parse(manifest)).toMatchObject({ file: { bytes: bytes.length } });
  });
});

describe("a view", () => {
  test("is saved, is told as changed, gets its changes saved or discarded, and is the start", async () => {
    const { app, page } = person;
    const menu = app.getByRole("button", { name: /^(View|Needles)/ });
    await ask("type:EXAMPLE_NEEDLE");
    await pressKey("s");
    await app.getByRole("textbox", { name: "Name" }).fill("Needles");
    await app.getByText("Open it when I come to the log").click();
    await page.keyboard.press("Tab");
    await app.getByRole("button", { name: "Save", exact: true }).click();
    await app.getByRole("button", { name: "Needles" }).waitFor();
    await app.getByRole("combobox", { name: "Search the log" }).fill("need");
    await app.getByRole("option", { name: /Saved view.*Needles/ }).waitFor();

    await ask("type:EXAMPLE_NEEDLE whale");
    await app.getByRole("button", { name: "Needles changed" }).click();
    await app.getByRole("progressbar").waitFor({ state: "detached" });
    expect(await findBarriers(await person.frame())).toEqual([]);
    await app.getByRole("button", { name: "Discard the changes" }).click();
    await expect.poll(() => query("q")).toBe("type:EXAMPLE_NEEDLE");
    await ask("whale");
    await menu.click();
    await app.getByRole("button", { name: "Save the changes" }).click();
    await app.getByRole("button", { name: "Save", exact: true }).click();
    await app.getByRole("button", { name: "Needles", exact: true }).waitFor();

    const again = await bed.visitor();
    await again.openApp();
    await expect
      .poll(async () => new URL((await again.frame()).url()).searchParams.get("q"))
      .toBe("whale");
    await expect.poll(() => rowIds(again.app)).toEqual([await idOf(needle)]);
  });

  test("that is there from the start is chosen from the menu", async () => {
    const { app } = person;
    await app.getByRole("button", { name: "View", exact: true }).click();
    await app.getByRole("button", { name: "Failed sign-ins", exact: true }).click();
    await expect.poll(() => query("q")).toBe("type:USER_LOGIN,USER_LOGINBYHASH");
    expect(await query("saved")).toBe("failedSignIns");
  });

  test("of a colleague is kept as it is, unless its change is chosen from the menu", async () => {
    const { app } = person;
    await viewOf(2, "Whales", { q: "whale" });
    await person.openApp();
    await app.getByRole("button", { name: "View", exact: true }).click();
    await app.getByRole("button", { name: /^Whales, by/ }).click();
    await expect.poll(() => query("q")).toBe("whale");
    await pressKey("s");
    await app.getByRole("dialog", { name: "New view" }).waitFor();
    await app.getByRole("button", { name: "Cancel" }).click();

    await app.getByRole("button", { name: "Whales" }).click();
    await app.getByRole("button", { name: /^Change Whales, by/ }).click();
    const dialog = app.getByRole("dialog", { name: "Change the view" });
    await dialog.getByText("Open it when I come to the log").waitFor();
    expect(await dialog.getByText("Everybody who may see the log").count()).toBe(0);
  });

  test("opens for a colleague by a short link, with its range, zone and columns fixed, before his own", async () => {
    const { app } = person;
    await ask("type:EXAMPLE_NEEDLE");
    await app.getByRole("button", { name: "View", exact: true }).click();
    await app.getByRole("button", { name: "Copy a link to this view" }).click();
    const link = app.getByRole("textbox", { name: "Link to this view" });
    await expect.poll(() => link.inputValue()).toMatch(/params%5Bs%5D=[0-9A-Za-z]{10}$/);
    const href = await link.inputValue();

    const id = await viewOf(1, "Mine", { q: "type:USER_LOGIN" });
    await bed.db.defaultView.create({
      data: { portalId: await portalId(), userId: 1, viewId: id },
    });
    const colleague = await bed.visitor({ userId: 1, lang: "ru" });
    const known = colleague.page.waitForResponse(/api\/v1\/views/);
    const answer = async (route: Route) => {
      await known;
      await route.continue();
    };
    await answerInstead(colleague.page, { at: /api\/v1\/links\//, answer });
    await colleague.page.goto(href);
    const shown = async (name: string) =>
      new URL((await colleague.frame()).url()).searchParams.get(name);
    await expect.poll(() => shown("q")).toBe("type:EXAMPLE_NEEDLE");

    expect(await shown("to")).toMatch(/^\d{4}-.*Z$/);
    expect(await shown("tz")).not.toBeNull();
    expect(await shown("cols")).toMatch(/^time,severity,event/);
    expect(await shown("s")).toBeNull();
    await expect.poll(() => rowIds(colleague.app)).toEqual([await idOf(needle)]);
  });

  test("behind an unknown link is told to be missing", async () => {
    const { app } = person;
    // The page is loaded anew, without a cookie: its session is opened by the portal.
    person.expectFaults(/401|404/);
    const frame = await person.frame();
    const url = new URL(frame.url());
    url.searchParams.set("s", "0000000000");
    await frame.goto(url.href);
    await app.getByText("The link leads to a view that does not exist in this portal.").waitFor();
  });
});
