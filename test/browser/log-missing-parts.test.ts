import { describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import { keepAway } from "../support/keep-away.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 900 }] });
bed.portal.settings.logsRestUse = false;
const { idsOf } = storedLog(bed.db, bed.portal);

describe("a part of the page that does not come", () => {
  test("is told in its place, leaves the list, and comes once it is asked for again", async () => {
    const person = await bed.visitor();
    const { app } = person;
    const { letIn } = await keepAway(person, '"log.histogram"');
    await person.openApp();
    await app.getByRole("grid").waitFor();
    const told = app.getByRole("alert").filter({ hasText: "could not be loaded" });
    await told.waitFor();
    expect((await rowIds(app)).length).toBeGreaterThan(0);
    expect(await findBarriers(await person.frame())).toEqual([]);
    letIn();
    await told.getByRole("button", { name: "Try again" }).click();
    await told.waitFor({ state: "detached" });
    await app.getByLabel("Entries over time").waitFor();
    expect((await rowIds(app)).length).toBeGreaterThan(0);
  });
});

describe("what reads queries and does not come", () => {
  const LANGUAGE = "parseCIDR";
  const LOGINS = "type:USER_LOGIN";
  const logins = async () => (await idsOf((row) => row.auditTypeId === "USER_LOGIN")).slice(0, 5);

  test("is told, and what was typed is applied once it is asked for again", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    const { letIn } = await keepAway(person, LANGUAGE);
    await person.openApp();
    await app.getByRole("grid").waitFor();
    const topIds = async () => (await rowIds(app)).slice(0, 5);
    const before = await topIds();
    await app.getByRole("combobox", { name: "Search the log" }).fill(LOGINS);
    await page.keyboard.press("Enter");
    const told = app.getByRole("alert").filter({ hasText: "could not be loaded" });
    await told.waitFor();
    expect(await topIds()).toEqual(before);
    letIn();
    await told.getByRole("button", { name: "Try again" }).click();
    await told.waitFor({ state: "detached" });
    const wanted = await logins();
    await expect.poll(topIds).toEqual(wanted);
    expect(new URL((await person.frame()).url()).searchParams.get("q")).toBe(LOGINS);
  });

  test("is asked for again by a page that is opened with a query", async () => {
    const person = await bed.visitor();
    const { app } = person;
    const { letIn } = await keepAway(person, LANGUAGE);
    await person.openApp();
    await app.getByRole("grid").waitFor();
    const frame = await person.frame();
    const url = new URL(frame.url());
    url.searchParams.set("q", LOGINS);
    await frame.goto(url.href);
    const told = app.getByRole("alert").filter({ hasText: "could not be loaded" });
    await told.waitFor();
    expect(await rowIds(app)).toEqual([]);
    letIn();
    await told.getByRole("button", { name: "Try again" }).click();
    const wanted = await logins();
    await expect.poll(async () => (await rowIds(app)).slice(0, 5)).toEqual(wanted);
  });
});
