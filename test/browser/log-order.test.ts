import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, rowOf, topRow, untilAtRest } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 420 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idOf, idsOf } = storedLog(bed.db, bed.portal);

async function open(): Promise<Visitor> {
  const person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  return person;
}

const paramOf = async ({ frame }: Visitor, name: string) =>
  new URL((await frame()).url()).searchParams.get(name);

/** Numbers of all rows by event code, in one direction, the newest of each code first. */
async function idsByCode(isDown: boolean): Promise<string[]> {
  const codes = [...new Set(eventLog.rows.map(({ auditTypeId }) => auditTypeId))];
  codes.sort((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1));
  const groups: string[][] = [];
  for (const code of isDown ? codes.toReversed() : codes) {
    groups.push(await idsOf(({ auditTypeId }) => auditTypeId === code));
  }
  return groups.flat();
}

describe("the order of the list", () => {
  test("is turned by the heads of columns, is in the address, and every entry comes once", async () => {
    const person = await open();
    const { app, page } = person;
    const wanted = await idsByCode(false);
    await app.getByRole("button", { name: /^Event\. Show in the order/ }).click();
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(wanted.slice(0, 8));
    expect(await paramOf(person, "sort")).toBe("type");
    await app.locator("[role=columnheader][data-column=event][aria-sort=ascending]").waitFor();
    expect(await app.locator("[role=columnheader][aria-sort]").count()).toBe(1);
    expect(await findBarriers(await person.frame())).toEqual([]);
    const seen = new Set<string>();
    await app.getByRole("grid").hover();
    const look = async (): Promise<string | undefined> => {
      for (const id of await rowIds(app)) seen.add(id);
      await page.mouse.wheel(0, 700);
      return [...seen].at(-1);
    };
    await expect.poll(look, { interval: 20, timeout: 60_000 }).toBe(wanted.at(-1));
    expect([...seen]).toEqual(wanted);
    const down = await idsByCode(true);
    await app.getByRole("button", { name: /^Event\. Show in the order/ }).click();
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(down.slice(0, 8));
    await app.getByRole("button", { name: "Time", exact: true }).click();
    const byTime = await idsOf();
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(byTime.slice(0, 8));
    expect(await paramOf(person, "sort")).toBeNull();
  });

  test("can be chosen without heads, and the gravest come first where they are asked for", async () => {
    const person = await open();
    const { app, page } = person;
    eventLog.appendRows([{ severity: "EMERGENCY", auditTypeId: "EXAMPLE_GRAVE" }]);
    const [grave] = await idsOf(({ severity }) => severity === "EMERGENCY");
    await app.getByRole("button", { name: "Columns and rows" }).click();
    await app.getByRole("combobox", { name: "Order" }).selectOption("-severity");
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await rowIds(app))[0]).toBe(grave);
    expect(await paramOf(person, "sort")).toBe("-severity");
  });

  test("other than by time only counts what is new, and says so", async () => {
    const person = await open();
    const { app } = person;
    await app.getByRole("button", { name: /^User\. Show in the order/ }).click();
    await expect.poll(() => paramOf(person, "sort")).toBe("user");
    await app.getByText("Live", { exact: true }).click();
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    eventLog.append(2);
    await app.getByText(/^In this order new entries are only counted/).waitFor();
    await app.getByRole("button", { name: /\d+ new – show/ }).click();
    const newest = (await idsOf())[0];
    await expect.poll(async () => (await rowIds(app))[0]).toBe(newest);
    expect(await paramOf(person, "sort")).toBeNull();
  });

  test("that takes too long says what helps, and leads back to time", async () => {
    const person = await open();
    const { app, page } = person;
    person.expectFaults(/400/);
    const refusal = {
      status: 400,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:logbook:invalid-input",
        detail: "order_too_wide",
        requestId: "example-1",
        errors: [{ at: "order", message: "needs a shorter range" }],
      }),
    };
    const answer = (route: Route) => route.fulfill(refusal);
    await answerInstead(page, { at: /api\/v1\/entries\?.*order=ip/, answer });
    await app.getByRole("button", { name: /^IP\. Show in the order/ }).click();
    await app.getByRole("heading", { name: "Too many entries for this order" }).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await app.getByRole("button", { name: "Order by time" }).click();
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(0);
  });
});

describe("live mode that is switched off", () => {
  test("fixes the range, and leaves every row where it is", async () => {
    const person = await open();
    const { app, page } = person;
    await app.getByText("Live", { exact: true }).click();
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    const deep = (await idsOf())[150] ?? "";
    await app.getByRole("grid").hover();
    const isThere = async () => {
      await page.mouse.wheel(0, 700);
      return (await rowIds(app)).includes(deep);
    };
    await expect.poll(isThere, { timeout: 60_000, interval: 20 }).toBe(true);
    await rowOf(app, deep).waitFor();
    await untilAtRest(app);
    const before = await topRow(app);
    await app.getByText("Live", { exact: true }).click();
    await expect.poll(() => paramOf(person, "live")).toBeNull();
    await expect.poll(() => app.getByRole("switch", { name: "Live" }).isChecked()).toBe(false);
    await untilAtRest(app);
    const to = (await paramOf(person, "to")) ?? "";
    expect(Math.abs(Date.parse(to) - Date.now())).toBeLessThan(600_000);
    expect(await topRow(app)).toEqual(before);
    const ids = await idsOf();
    await app.getByRole("grid").hover();
    const seen = new Set<string>();
    const look = async (step: number) => {
      const shown = await rowIds(app);
      for (const id of shown) seen.add(id);
      await page.mouse.wheel(0, step);
      return shown;
    };
    const up = async () => (await look(-400))[0];
    await expect.poll(up, { timeout: 60_000, interval: 20 }).toBe(ids[0]);
    const down = async () => (await look(400)).at(-1);
    await expect.poll(down, { timeout: 60_000, interval: 20 }).toBe(ids.at(-1));
    expect([...seen].toSorted()).toEqual(ids.toSorted());
    await page.evaluate(() => history.back());
    await expect.poll(() => paramOf(person, "live")).toBe("1");
  });

  test("oldest first, lets in what came for a time that was read already", async () => {
    const person = await open();
    const { app } = person;
    const oldestFirst = async () => (await idsOf()).toReversed();
    await app.getByRole("button", { name: "Time", exact: true }).click();
    await expect.poll(() => paramOf(person, "sort")).toBe("asc");
    await expect.poll(async () => (await rowIds(app))[0]).toBe((await oldestFirst())[0]);
    await app.getByText("Live", { exact: true }).click();
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    const at = eventLog.rows[3]?.at ?? 0;
    const [late] = eventLog.appendRows([{ auditTypeId: "EXAMPLE_LATE_AND_OLD", at }]);
    await app.getByText(/^In this order new entries are only counted/).waitFor();
    await app.getByText("Live", { exact: true }).click();
    await expect.poll(() => paramOf(person, "live")).toBeNull();
    const wanted = await oldestFirst();
    expect(wanted.slice(0, 8)).toContain(late === undefined ? "" : await idOf(late));
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(wanted.slice(0, 8));
  });
});
