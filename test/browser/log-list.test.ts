import { beforeEach, describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds, rowOf, untilAtRest } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 320 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idsOf } = storedLog(bed.db, bed.portal);
/** What the list asks for at a time. */
const PAGE_ROWS = 100;

let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
});

/** A moment below the first rows: how it is typed, and the row it takes the list to. */
async function momentInThePast() {
  const { rows } = eventLog;
  const moment = rows[Math.floor(rows.length / 3)]?.at ?? 0;
  const format = { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "medium" } as const;
  return {
    wanted: await idsOf(),
    target: (await idsOf(({ at }) => at <= moment))[0] ?? "",
    wall: new Intl.DateTimeFormat("sv-SE", format).format(new Date(moment * 1_000)),
  };
}

async function hasBothSides({ wanted, target }: { wanted: string[]; target: string }) {
  const shown = await rowIds(person.app);
  const place = wanted.indexOf(target);
  const around = shown.indexOf(target);
  const inOrder = wanted.slice(place - around, place - around + shown.length);
  return around > 2 && around < shown.length - 3 && shown.join() === inOrder.join();
}

describe("the list of the log", () => {
  test("shows the newest entry first and loads older ones while scrolling, each exactly once", async () => {
    const { app, page } = person;
    const wanted = await idsOf();
    const seen = new Set<string>();
    await app.getByRole("grid").hover();
    const look = async (): Promise<string> => {
      for (const id of await rowIds(app)) seen.add(id);
      await page.mouse.wheel(0, 700);
      return [...seen].at(-1) ?? "";
    };
    await expect.poll(look, { interval: 20 }).toBe(wanted.at(-1));
    expect([...seen]).toEqual(wanted);
    const count = wanted.length;
    await app.getByText(`${count} entries, no more in this range.`).waitFor();
    await app.getByRole("gridcell", { name: /^Before the archive: the portal keeps/ }).waitFor();
    await app.getByText(`${count} entries`, { exact: true }).waitFor();
  });

  test("shows the oldest entry first when its head is turned around", async () => {
    const { app } = person;
    const wanted = (await idsOf()).reverse();
    await app.getByRole("button", { name: "Time", exact: true }).click();
    const shown = async () => (await rowIds(app)).slice(0, 8);
    await expect.poll(shown).toEqual(wanted.slice(0, 8));
    await app.locator("[role=columnheader][aria-sort=ascending]").waitFor();
  });

  test("is taken to a moment, with the rows before and after it, and stays as it was asked for", async () => {
    const { app, page } = person;
    const { wanted, target, wall } = await momentInThePast();
    const place = wanted.indexOf(target);
    await app.getByRole("button", { name: "List of commands" }).press("Enter");
    await app.getByRole("searchbox", { name: "Name of a command" }).fill("moment in the list");
    await page.keyboard.press("Enter");
    const typed = app.getByRole("textbox", { name: "Type a range" });
    await expect.poll(() => typed.evaluate((box) => box === document.activeElement)).toBe(true);
    await typed.fill(wall);
    await app.getByRole("button", { name: "Go there" }).press("Enter");
    await rowOf(app, target).and(app.locator(":focus-within")).waitFor();
    await expect.poll(() => hasBothSides({ wanted, target })).toBe(true);
    await untilAtRest(app);
    const address = new URL((await person.frame()).url()).searchParams;
    expect([...address.keys()].filter((name) => ["q", "from", "to"].includes(name))).toEqual([]);
    await page.keyboard.press("ArrowUp");
    await rowOf(app, wanted[place - 1] ?? "")
      .and(app.locator(":focus-within"))
      .waitFor();
  });

  test("stays at the moment it was taken to while more rows come in above it faster than it is painted", async () => {
    const { app } = person;
    const { wanted, target, wall } = await momentInThePast();
    await app.getByRole("button", { name: "All time" }).click();
    await app.getByRole("textbox", { name: "Type a range" }).fill(wall);
    const frame = await person.frame();
    await frame.evaluate(() => {
      window.requestAnimationFrame = (act) => window.setTimeout(act, 300, performance.now());
      window.cancelAnimationFrame = (frameId) => window.clearTimeout(frameId);
    });
    await app.getByRole("button", { name: "Go there" }).press("Enter");
    await rowOf(app, target).and(app.locator(":focus-within")).waitFor();
    const above = async () => Number(await rowOf(app, target).getAttribute("data-index"));
    // It is brought to its place below the first page that came in above it.
    await expect.poll(above).toBeGreaterThan(PAGE_ROWS);
    await expect.poll(() => hasBothSides({ wanted, target })).toBe(true);
  });

  test("stays where it is when the way to a moment is given up for another query", async () => {
    const { app, page } = person;
    const held = Promise.withResolvers<undefined>();
    const asked = page.waitForRequest(/api\/v1\/entries\?.*around=/);
    await answerInstead(page, {
      at: /api\/v1\/entries\?/,
      answer: async (route) => {
        await held.promise;
        await route.continue();
      },
    });
    await app.getByRole("button", { name: "All time" }).click();
    const typed = app.getByRole("textbox", { name: "Type a range" });
    await typed.fill("2h");
    await app.getByRole("button", { name: "Go there" }).press("Enter");
    await asked;
    await typed.waitFor({ state: "detached" });
    const search = app.getByRole("combobox", { name: "Search the log" });
    await search.fill("type:USER_LOGIN");
    await page.keyboard.press("Enter");
    held.resolve(undefined);
    const wanted = await idsOf(({ auditTypeId }) => auditTypeId === "USER_LOGIN");
    await expect.poll(async () => (await rowIds(app)).slice(0, 5)).toEqual(wanted.slice(0, 5));
    await untilAtRest(app);
    expect((await rowIds(app))[0]).toBe(wanted[0]);
    expect(await search.evaluate((box) => box === document.activeElement)).toBe(true);
  });

  test("says that there are more than it counts", async () => {
    const { app, page } = person;
    await answerInstead(page, {
      at: /api\/v1\/entries\/count\?/,
      answer: (route) => route.fulfill({ json: { total: 100_000, isExact: false } }),
    });
    await app.getByRole("combobox", { name: "Search the log" }).fill("type:USER_*");
    await page.keyboard.press("Enter");
    await app.getByText("More than 100,000 entries", { exact: true }).waitFor();
    expect(await app.getByRole("grid").getAttribute("aria-rowcount")).toBe("-1");
  });

  test("is narrowed to a time range", async () => {
    const { app } = person;
    const now = Math.floor(Date.now() / 1_000);
    eventLog.appendRows([{ auditTypeId: "USER_LOGOUT" }, { auditTypeId: "USER_AUTHORIZE" }]);
    await app.getByRole("button", { name: "All time" }).click();
    await app.getByRole("button", { name: "Last hour" }).click();
    const expected = await idsOf((row) => row.at >= now - 3_600);
    expect(expected.length).toBeGreaterThanOrEqual(2);
    await app.getByRole("button", { name: "Read the log again" }).click();
    await expect
      .poll(() => app.getByRole("grid").getAttribute("aria-rowcount"))
      .toBe(String(expected.length + 1));
    expect((await rowIds(app)).slice(0, 10)).toEqual(expected.slice(0, 10));
    await app.getByRole("button", { name: "Remove filter: time" }).click();
    await app.getByRole("button", { name: "All time" }).waitFor();
  });

  test("is narrowed to event types, also to a code that is in no list", async () => {
    const { app, page } = person;
    eventLog.appendRows([{ auditTypeId: "EXAMPLE_IMPORT_DONE" }]);
    await app.getByRole("button", { name: "Read the log again" }).click();
    await app.getByRole("button", { name: "Event", exact: true }).click();
    await app.getByRole("dialog").getByRole("searchbox").fill("EXAMPLE_IMPORT_DONE");
    await app.getByRole("option", { name: /EXAMPLE_IMPORT_DONE/ }).click();
    await page.keyboard.press("Escape");
    const wanted = await idsOf((row) => row.auditTypeId === "EXAMPLE_IMPORT_DONE");
    await expect.poll(() => rowIds(app)).toEqual(wanted);
    await app.getByText("Event: EXAMPLE_IMPORT_DONE").waitFor();
  });

  test("is narrowed to a person, whose name stands in the rows", async () => {
    const { app, page } = person;
    eventLog.appendRows([{ userId: 3, auditTypeId: "USER_AUTHORIZE", remoteAddr: "192.0.2.3" }]);
    await app.getByRole("button", { name: "Read the log again" }).click();
    await app.getByRole("button", { name: "User", exact: true }).click();
    await app.getByRole("option", { name: /Clara Second/ }).click();
    await page.keyboard.press("Escape");
    await app.getByText("User: Clara Second").waitFor();
    const expected = await idsOf((row) => row.userId === 3);
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(expected.slice(0, 8));
    await expect.poll(() => rowOf(app, expected[0] ?? "").innerText()).toContain("Clara Second");
  });

  test("keeps its filter in the address, so that Back undoes it", async () => {
    const { app, page } = person;
    const frame = await person.frame();
    await app.getByRole("button", { name: "All time" }).click();
    await app.getByRole("button", { name: "Last 24 hours", exact: true }).click();
    await expect.poll(() => new URL(frame.url()).searchParams.get("from")).toBe("now-24h");
    await page.evaluate(() => history.back());
    await app.getByRole("button", { name: "All time" }).waitFor();
    expect(new URL(frame.url()).searchParams.get("from")).toBeNull();
  });
});
