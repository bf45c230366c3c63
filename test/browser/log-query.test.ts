import { beforeEach, describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 120 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idsOf, idOf } = storedLog(bed.db, bed.portal);
const [needle] = eventLog.appendRows([
  { auditTypeId: "EXAMPLE_NEEDLE", userId: 3, remoteAddr: "192.0.2.77", description: "blue whale" },
]);
const [silent] = eventLog.appendRows([{ auditTypeId: "EXAMPLE_SILENT", remoteAddr: "" }]);

let person: Awaited<ReturnType<typeof bed.visitor>>;

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await rowOf(person.app, await idOf(needle)).waitFor();
});

const shown = () => rowIds(person.app);
const box = () => person.app.getByRole("combobox", { name: "Search the log" });
const query = async () => new URL((await person.frame()).url()).searchParams.get("q");

/** The address changes before the page: what is done between would act on the query before. */
async function untilAsked(q: string): Promise<void> {
  await expect.poll(query).toBe(q === "" ? null : q);
  await expect.poll(() => box().inputValue()).toBe(q);
}

describe("the search box", () => {
  test("takes networks as conditions, and shows them as such", async () => {
    const { app, page } = person;
    await box().fill("ip:192.0.2.64/26 type:EXAMPLE_*");
    await page.keyboard.press("Enter");
    await expect.poll(shown).toEqual([await idOf(needle)]);
    const conditions = app.getByRole("list", { name: "Conditions" }).getByRole("listitem");
    await expect.poll(() => conditions.count()).toBe(2);
    expect(await conditions.first().innerText()).toContain("192.0.2.64/26");
    await box().fill("ip:192.0.2.0/26 type:EXAMPLE_*");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: "No entry matches these filters" }).waitFor();
    await box().fill("-ip:192.0.2.0/26 type:EXAMPLE_NEEDLE");
    await page.keyboard.press("Enter");
    await expect.poll(shown).toEqual([await idOf(needle)]);
  });

  test("finds words anywhere in an entry, by itself after a pause", async () => {
    await box().fill("BLUE whale");
    await expect.poll(shown).toEqual([await idOf(needle)]);
    await person.app.getByText("1 entry", { exact: true }).waitFor();
    expect(await query()).toBe("BLUE whale");
  });

  test("keeps the last result while the query is wrong, marks the place and offers what was meant", async () => {
    const { app, page } = person;
    await box().fill("blue");
    await expect.poll(shown).toEqual([await idOf(needle)]);
    await box().fill("blue typo:A");
    await app.getByRole("alert").filter({ hasText: "Not applied." }).waitFor();
    expect(await box().getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.press("Enter");
    expect(await shown()).toEqual([await idOf(needle)]);
    expect(await query()).toBe("blue");
    await app.getByRole("button", { name: /^Use / }).click();
    await expect.poll(() => box().getAttribute("aria-invalid")).toBe("false");
    await expect.poll(query).toContain("type:A");
  });

  test("completes fields and values by keyboard, and remembers what was asked for", async () => {
    const { app, page } = person;
    await box().click();
    await page.keyboard.type("type");
    await app.getByRole("option", { name: /^Event/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => box().inputValue()).toBe("type:");
    await page.keyboard.type("EXAMPLE_N");
    await app.getByRole("option", { name: /EXAMPLE_NEEDLE/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await expect.poll(() => box().inputValue()).toBe("type:EXAMPLE_NEEDLE ");
    await page.keyboard.press("Enter");
    await expect.poll(shown).toEqual([await idOf(needle)]);
    await app.getByRole("button", { name: "Clear the search" }).click();
    await box().click();
    await app.getByRole("option", { name: /type:EXAMPLE_NEEDLE/ }).waitFor();
  });

  test("takes steps back with Ctrl+Z, also those of chips", async () => {
    const { app, page } = person;
    await box().fill("whale");
    await untilAsked("whale");
    await app.getByRole("button", { name: "Exclude: whale" }).click();
    await untilAsked("-whale");
    await box().focus();
    await page.keyboard.press("Control+z");
    await untilAsked("whale");
    await page.keyboard.press("Control+z");
    await untilAsked("");
    await page.keyboard.press("Control+Shift+z");
    await untilAsked("whale");
  });

  test("has its conditions as chips that can be turned around and removed", async () => {
    const { app, page } = person;
    await box().fill("type:EXAMPLE_NEEDLE user:3");
    await page.keyboard.press("Enter");
    await app.getByText("User: Clara Second").waitFor();
    await app.getByRole("button", { name: "Exclude: User: Clara Second" }).click();
    await expect.poll(query).toBe("type:EXAMPLE_NEEDLE -user:3");
    await app.getByRole("heading", { name: "No entry matches these filters" }).waitFor();
    const chips = app.getByRole("list", { name: "Conditions", exact: true });
    await chips.getByRole("button", { name: /^Remove: not User/ }).click();
    await expect.poll(shown).toEqual([await idOf(needle)]);
    expect(await box().inputValue()).toBe("type:EXAMPLE_NEEDLE");
  });
});

describe("a value in the rows", () => {
  test("is included or excluded from its menu, by keyboard", async () => {
    const { app, page } = person;
    const id = await idOf(needle);
    await rowOf(app, id).locator("[data-column=event]").focus();
    await page.keyboard.press("m");
    await app.getByRole("menuitem", { name: "Exclude EXAMPLE_NEEDLE" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(query).toBe("-type:EXAMPLE_NEEDLE");
    await expect.poll(async () => (await shown()).includes(id)).toBe(false);
  });

  test("is asked for from its menu, by the pointer", async () => {
    const { app } = person;
    const id = await idOf(needle);
    await rowOf(app, id).locator("[data-column=ip]").click({ button: "right" });
    await app.getByRole("menuitem", { name: "Only 192.0.2.77" }).click();
    await expect.poll(shown).toEqual(await idsOf((row) => row.remoteAddr === "192.0.2.77"));
    expect(await query()).toBe("ip:192.0.2.77");
  });

  test("is asked for from the panel of the entry", async () => {
    const { app } = person;
    await rowOf(app, await idOf(needle)).click();
    const panel = app.getByRole("complementary");
    await panel.getByRole("button", { name: "Exclude Clara Second" }).click();
    await expect.poll(query).toBe("-user:3");
    await panel.getByText("This entry is not in the current filter.").waitFor();
    await panel.getByRole("button", { name: "Show around it" }).click();
    await expect.poll(query).toBeNull();
    await rowOf(app, await idOf(needle)).waitFor();
  });
});

describe("the values beside the rows", () => {
  test("are included, left out and taken back; a field's own choice leaves its numbers alone", async () => {
    const { app } = person;
    await app.getByRole("button", { name: "Show values of fields" }).click();
    const events = app.getByRole("region", { name: "Event", exact: true });
    const row = events.getByRole("listitem");
    await row.first().waitFor();
    const before = await row.allInnerTexts();
    await row.first().getByRole("button").first().click();
    await expect.poll(() => box().inputValue()).toMatch(/^type:[A-Z_]+$/);
    expect(await query()).toMatch(/^type:[A-Z_]+$/);
    await expect.poll(() => row.allInnerTexts()).toEqual(before);
    await row.first().getByRole("button").last().click();
    await expect.poll(() => box().inputValue()).toMatch(/^-type:[A-Z_]+$/);
    expect(await query()).toMatch(/^-type:[A-Z_]+$/);
    await row
      .first()
      .getByRole("button", { name: /^Take back/ })
      .click();
    await expect.poll(query).toBeNull();
    await events.getByRole("button", { name: /^All \d+/ }).click();
    await events.getByRole("searchbox").fill("EXAMPLE_NEE");
    await expect.poll(() => row.allInnerTexts()).toEqual([expect.stringContaining("NEEDLE")]);
  });

  test("name those that are empty, to ask for them or leave them out", async () => {
    const { app, page } = person;
    await box().fill("type:EXAMPLE_NEEDLE,EXAMPLE_SILENT");
    await page.keyboard.press("Enter");
    const both = [await idOf(silent), await idOf(needle)];
    await expect.poll(shown).toEqual(both);
    await app.getByRole("button", { name: "Show values of fields" }).click();
    const addresses = app.getByRole("region", { name: "IP", exact: true });
    const empty = addresses.getByRole("listitem").filter({ hasText: "(empty)" });
    const turn = (place: "first" | "last") => empty.getByRole("button")[place]().click();
    await expect.poll(() => empty.innerText()).toMatch(/\(empty\)\s*1/);
    await turn("first");
    await expect.poll(shown).toEqual([await idOf(silent)]);
    await expect.poll(() => box().inputValue()).toMatch(/ -ip:\*$/);
    await turn("last");
    await expect.poll(shown).toEqual([await idOf(needle)]);
    await expect.poll(() => box().inputValue()).toMatch(/ ip:\*$/);
    await turn("last");
    await expect.poll(shown).toEqual(both);
  });
});
