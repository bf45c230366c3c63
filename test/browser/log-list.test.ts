import { beforeEach, describe, expect, test } from "vitest";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 320 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;

const idsOf = (isWanted: (row: (typeof eventLog.rows)[number]) => boolean = () => true) =>
  eventLog.rows
    .filter(isWanted)
    .map((row) => String(row.id))
    .reverse();

let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
});

describe("the list of the log", () => {
  test("shows the newest entry first and loads older ones while scrolling, each exactly once", async () => {
    const { app, page } = person;
    const seen = new Set<string>();
    await app.getByRole("grid").hover();
    const look = async (): Promise<string> => {
      for (const id of await rowIds(app)) seen.add(id);
      await page.mouse.wheel(0, 700);
      return [...seen].at(-1) ?? "";
    };
    await expect.poll(look, { timeout: 30_000, interval: 20 }).toBe(idsOf().at(-1));
    expect([...seen]).toEqual(idsOf());
    const count = idsOf().length;
    await app.getByText(`${count} entries. This is where the portal’s log begins.`).waitFor();
  });

  test("is narrowed to a time range", async () => {
    const { app } = person;
    const now = Math.floor(Date.now() / 1_000);
    eventLog.appendRows([{ auditTypeId: "USER_LOGOUT" }, { auditTypeId: "USER_AUTHORIZE" }]);
    await app.getByRole("button", { name: "All time" }).click();
    await app.getByRole("button", { name: "Last hour" }).click();
    const expected = idsOf((row) => row.at >= now - 3_600);
    expect(expected.length).toBeGreaterThanOrEqual(2);
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
    await app.getByRole("button", { name: "Event", exact: true }).click();
    await app
      .getByRole("searchbox")
      .or(app.getByRole("combobox"))
      .last()
      .fill("EXAMPLE_IMPORT_DONE");
    await app.getByRole("option", { name: /EXAMPLE_IMPORT_DONE/ }).click();
    await page.keyboard.press("Escape");
    const isImport = (code: string) => code === "EXAMPLE_IMPORT_DONE";
    await expect.poll(() => rowIds(app)).toEqual(idsOf((row) => isImport(row.auditTypeId)));
  });

  test("is narrowed to a person, whose name stands in the rows", async () => {
    const { app } = person;
    eventLog.appendRows([{ userId: 3, auditTypeId: "USER_AUTHORIZE", remoteAddr: "192.0.2.3" }]);
    await app.getByRole("button", { name: "Read the log again" }).click();
    await app.getByRole("button", { name: "User", exact: true }).click();
    await app.getByRole("option", { name: /Clara Second/ }).click();
    await app.getByRole("button", { name: "User: Clara Second" }).waitFor();
    const expected = idsOf((row) => row.userId === 3);
    await expect.poll(async () => (await rowIds(app)).slice(0, 8)).toEqual(expected.slice(0, 8));
    expect(await rowOf(app, expected[0] ?? "").innerText()).toContain("Clara Second");
  });

  test("finds an entry by its number and says so when there is none", async () => {
    const { app, page } = person;
    const wanted = idsOf()[250] ?? "";
    const search = app.getByRole("textbox", { name: "Entry number" });
    await search.fill(`#${wanted}`);
    await page.keyboard.press("Enter");
    await expect.poll(() => rowIds(app)).toEqual([wanted]);
    await search.fill("999999999");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: "No entry matches these filters" }).waitFor();
    await app.getByRole("button", { name: "Clear all filters" }).click();
    await expect.poll(async () => (await rowIds(app))[0]).toBe(idsOf()[0]);
  });

  test("keeps its filter in the address, so that Back undoes it", async () => {
    const { app, page } = person;
    const frame = await person.frame();
    await app.getByRole("button", { name: "All time" }).click();
    await app.getByRole("button", { name: "Last 24 hours" }).click();
    await expect.poll(() => new URL(frame.url()).searchParams.get("from")).toBe("now-24h");
    await page.evaluate(() => history.back());
    await app.getByRole("button", { name: "All time" }).waitFor();
    expect(new URL(frame.url()).searchParams.get("from")).toBeNull();
  });
});
