import type { Route } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, topRow, untilAtRest } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 900 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idsOf } = storedLog(bed.db, bed.portal);

afterEach(() => {
  eventLog.setRate(0);
  bed.cloud.faults.clear();
});

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

async function turn({ frame }: Visitor, { isHidden }: { isHidden: boolean }): Promise<void> {
  await (
    await frame()
  ).evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

const paramOf = async ({ frame }: Visitor, name: string) =>
  new URL((await frame()).url()).searchParams.get(name);

describe("nothing that matches", () => {
  test("is explained by each condition, and each can be taken away", async () => {
    const person = await open({ q: "type:USER_LOGIN nothing-like-this" });
    const { app } = person;
    await app.getByRole("heading", { name: "No entry matches these filters" }).waitFor();
    const list = app.getByRole("list", { name: "Entries without each condition" });
    const all = await idsOf((row) => row.auditTypeId === "USER_LOGIN");
    const lines = list.getByRole("listitem");
    await lines.filter({ hasText: `without it: ${all.length}` }).waitFor();
    await lines.filter({ hasText: "without it: 0" }).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await list.getByRole("button", { name: /nothing-like-this/ }).click();
    await expect.poll(async () => (await rowIds(app)).slice(0, 5)).toEqual(all.slice(0, 5));
  });

  test("in a range leads to where something matches", async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const person = await open({ from: soon });
    const { app } = person;
    await app.getByRole("button", { name: /^Go to the last match/ }).click();
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(0);
    expect(await paramOf(person, "to")).not.toBeNull();
  });
});

describe("a reading that takes long", () => {
  test("says what is done, can be cancelled, and can be asked for again", async () => {
    const person = await open();
    const { app, page } = person;
    const held = { at: /api\/v1\/entries\?/, answer: () => undefined };
    const readings = await answerInstead(page, held);
    person.expectFaults(/ERR_ABORTED|aborted/i);
    await app.getByRole("combobox", { name: "Search the log" }).fill("office");
    await page.keyboard.press("Enter");
    const progress = app.getByRole("progressbar", { name: "Reading other entries…" });
    await progress.waitFor();
    await app.getByRole("button", { name: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    await app.getByText(/the rows shown belong to the query before/).waitFor();
    readings.change(null);
    await app.getByRole("button", { name: "Read again" }).click();
    await app.getByText(/the rows shown belong/).waitFor({ state: "detached" });
  });
});

describe("an archive that is still filling", () => {
  test("shows the rows there are, how far it is loaded, and questions to begin with", async () => {
    const person = await bed.visitor();
    const { app, page } = person;
    const answer = async (route: Route) => {
      const response = await route.fetch();
      const body = (await response.json()) as Record<string, object>;
      const filling = { state: "filling", percent: 38, loadedFrom: "2026-11-14T09:00:00.000Z" };
      const own = { ...(body.coverage ?? body), ...filling };
      const json = body.coverage === undefined ? own : { ...body, coverage: own };
      await route.fulfill({ response, json });
    };
    await answerInstead(page, { at: /api\/v1\/(coverage|entries\?)/, answer });
    await person.openApp();
    await app.getByRole("grid").waitFor();
    expect((await rowIds(app)).length).toBeGreaterThan(0);
    const steps = app.getByRole("region", { name: "Begin with a question" });
    await steps.getByText("Loaded back to 2026-11-14, 38 %").waitFor();
    await app.getByText(/loaded 38 %/).waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await steps.getByRole("button", { name: "Failed sign-ins, last 24 hours" }).click();
    await expect.poll(() => paramOf(person, "q")).toBe("type:USER_LOGIN,USER_LOGINBYHASH");
  });
});

describe("live mode", () => {
  test("waits while it is paused, says so, and goes on with everything", async () => {
    const person = await open({ live: "1" });
    const { app } = person;
    // Rows that are read only after the append would hold it already.
    await expect.poll(async () => (await rowIds(app)).length).toBeGreaterThan(0);
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    await app.getByRole("button", { name: "Pause" }).click();
    eventLog.append(3);
    await app.getByText("Paused by you").waitFor({ timeout: 30_000 });
    const wanted = await idsOf();
    expect((await rowIds(app))[0]).not.toBe(wanted[0]);
    await app.getByRole("button", { name: "Resume" }).click();
    await expect
      .poll(async () => (await rowIds(app)).slice(0, 3), { timeout: 30_000 })
      .toEqual(wanted.slice(0, 3));
    await app.getByText(/^new since \d\d:\d\d:\d\d$/).waitFor();
  });

  test("rests in a window that nobody sees, and then catches up with everything", async () => {
    const [person, other] = [await open({ live: "1" }), await open({ live: "1" })];
    const { app, page } = person;
    for (const each of [app, other.app]) {
      await each.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    }
    // One that began before is not counted when it ends.
    const running = new Set<unknown>();
    let asked = 0;
    page.on("request", (request) => {
      if (!request.url().includes("/api/v1/live?")) return;
      running.add(request);
      asked += 1;
    });
    page.on("requestfinished", (request) => running.delete(request));
    await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(1);
    await turn(person, { isHidden: true });
    await expect.poll(() => running.size).toBe(0);
    const before = { asked, row: (await rowIds(app))[0] };
    // A window that is seen comes to know of both, one after the other, at the same pace.
    for (let times = 0; times < 2; times += 1) {
      eventLog.append(2);
      const [newest] = await idsOf();
      await expect.poll(async () => (await rowIds(other.app))[0], { timeout: 30_000 }).toBe(newest);
    }
    expect({ asked, row: (await rowIds(app))[0] }).toEqual(before);
    await turn(person, { isHidden: false });
    const wanted = (await idsOf()).slice(0, 5);
    await expect
      .poll(async () => (await rowIds(app)).slice(0, 5), { timeout: 30_000 })
      .toEqual(wanted);
  });

  test("says since when there is no connection, and goes on once there is one again", async () => {
    const person = await open({ live: "1" });
    const { app, page } = person;
    person.expectFaults(/ERR_INTERNET_DISCONNECTED/);
    const live = await answerInstead(page, {
      at: /api\/v1\/live\?/,
      answer: (route) => route.abort("internetdisconnected"),
    });
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    await app.getByText(/^No connection for \d+ s$/).waitFor({ timeout: 30_000 });
    const [row] = eventLog.appendRows([{ auditTypeId: "EXAMPLE_WHILE_AWAY" }]);
    const [wanted] = await idsOf(({ id }) => id === row?.id);
    live.change(null);
    await app.getByRole("button", { name: "Try now" }).click();
    await app.getByText(/^No connection for/).waitFor({ state: "detached", timeout: 30_000 });
    await expect.poll(() => rowIds(app), { timeout: 30_000 }).toContain(wanted);
  });

  test("at 50 entries a second leaves row 300 at its pixel for 20 seconds", async () => {
    const person = await open({ live: "1" });
    const { app, page } = person;
    await app.getByRole("combobox", { name: /^How often/ }).selectOption("2");
    const far = (await idsOf())[300] ?? "";
    await app.getByRole("grid").hover();
    const isThere = async () => {
      // Less than a page of rows at once, or it could be passed by unseen.
      await page.mouse.wheel(0, 700);
      return (await rowIds(app)).includes(far);
    };
    await expect.poll(isThere, { timeout: 60_000, interval: 20 }).toBe(true);
    await page.mouse.move(2, 2);
    eventLog.setRate(50);
    await app.getByRole("button", { name: /\d+ new/ }).waitFor({ timeout: 60_000 });
    await untilAtRest(app);
    const before = await topRow(app);
    const started = Date.now();
    const places = new Set<string>();
    while (Date.now() - started < 20_000) {
      const { id, top } = await topRow(app);
      places.add(`${id} ${top}`);
    }
    const waiting = await app.getByRole("button", { name: /new/ }).first().innerText();
    expect([...places]).toEqual([`${before.id} ${before.top}`]);
    expect(waiting).toMatch(/new/);
  }, 180_000);
});
