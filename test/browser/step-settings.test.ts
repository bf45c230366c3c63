import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findBarriers } from "../support/browser-axe.ts";
import { rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import {
  dialogFrame,
  openDialog,
  pickFrom,
  saveAndStart,
  valueOf,
} from "../support/step-dialog.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 400 }] });
const { portal, cloud } = bed;

const field = (dialog: FrameLocator, key: string) => dialog.locator(`[data-property="${key}"]`);
const returned = (page: Page, key: string) => page.getByTestId(`return-${key}`).innerText();
const stateOf = (page: Page) => page.getByTestId("workflow-state").getAttribute("data-state");

describe("the settings of the step that searches", () => {
  test("are chosen by name, handed to the designer at once and used by the process", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_search");

    await field(dialog, "period").getByRole("combobox").selectOption("Last 7 days");
    const types = field(dialog, "event_types");
    await pickFrom(page, {
      dialog,
      button: types.getByRole("button", { name: "Choose" }),
      option: "USER_LOGIN",
    });
    await types.getByRole("button", { name: "Remove: Failed sign-in" }).waitFor();
    await field(dialog, "limit").getByRole("textbox").fill("3");

    await expect.poll(() => valueOf(page, "period")).toBe("week");
    await expect.poll(() => valueOf(page, "event_types")).toBe('["USER_LOGIN"]');
    await expect.poll(() => valueOf(page, "limit")).toBe("3");
    await dialog.getByText(/^Finds entries: USER_LOGIN\. Period: last 7 days/).waitFor();
    await saveAndStart(page);
    await expect.poll(() => stateOf(page)).toBe("completed");
    expect(await returned(page, "status")).toBe("ok");
    expect(Number(await returned(page, "count"))).toBeGreaterThan(0);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("are there again as they were saved, with people by their names", async () => {
    const { page } = await bed.visitor();
    const first = await openDialog(page, portal, "logbook_search_robot");
    await field(first, "users").getByRole("button", { name: "Choose people" }).click();
    await page.getByTestId("pick-2").check();
    await page.getByTestId("pick-select").click();
    await expect.poll(() => valueOf(page, "users")).toBe('["user_2"]');
    await field(first, "text").getByRole("textbox").fill("not kept");
    await page.getByTestId("designer-save").click();
    await page.locator('[data-testid="designer-state"][data-saved="Y"]').waitFor();
    await field(first, "text").getByRole("textbox").fill("never saved");
    await page.locator('[data-testid="designer-state"][data-saved="N"]').waitFor();

    const again = await openDialog(page, portal, "logbook_search_robot");

    await field(again, "users").getByRole("button", { name: "Remove: Boris Clerk" }).waitFor();
    expect(await field(again, "text").getByRole("textbox").inputValue()).toBe("not kept");
    await field(again, "users").getByRole("button", { name: "Remove: Boris Clerk" }).click();
    await expect.poll(() => valueOf(page, "users")).toBe("[]");
  });

  test("ask for a time only where the period needs one", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_search_robot");
    await field(dialog, "limit").waitFor();
    expect(await field(dialog, "from").count()).toBe(0);

    await field(dialog, "period").getByRole("combobox").selectOption("From and to, see below");

    await field(dialog, "from").getByRole("textbox").fill("yesterday-ish");
    await field(dialog, "from")
      .getByText(/"yesterday-ish" is not a time/)
      .waitFor();
    await field(dialog, "from").getByRole("textbox").fill("01.09.2026");
    await dialog.getByText("Period: 01.09.2026 – …", { exact: false }).waitFor();
  });

  test("show an administrator how many entries a query fits, and what is wrong with it where", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_search");
    const query = field(dialog, "query").getByRole("combobox");

    await query.pressSequentially("type:USER_LOGI");
    const listed = dialog.getByRole("listbox").getByRole("option");
    await listed.filter({ hasText: "USER_LOGIN ×" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await dialog.getByRole("listbox").getByRole("option", { selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => query.inputValue()).toMatch(/^type:USER_LOGIN/);
    await dialog.getByText(/entr(y|ies) of the last 7 days fits?\./).waitFor();
    await query.fill("type:USER_* severty:ERROR ip:300");
    await field(dialog, "query")
      .getByText(/^From character \d+ on, “/)
      .waitFor();
    await dialog.getByText(/would end with an error/).waitFor();
    expect(await findBarriers(dialogFrame(page))).toEqual([]);
  });
});

describe("the settings of the step that waits", () => {
  test("take values of the process, and the process goes on with the entry it waited for", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_wait");
    const query = field(dialog, "query").getByRole("combobox");

    await query.fill("type:EXAMPLE_AWAITED user:");
    const button = dialog.getByRole("button", { name: "Insert a value of the process: Query" });
    await pickFrom(page, { dialog, button, option: "{=Document:ASSIGNED_BY_ID}" });
    await field(dialog, "wait_for").getByRole("textbox").fill("60");

    const whole = "type:EXAMPLE_AWAITED user:{=Document:ASSIGNED_BY_ID}";
    await expect.poll(() => valueOf(page, "query")).toBe(whole);
    await dialog
      .getByText(
        "Waits up to 60 minutes for an entry that fits type:EXAMPLE_AWAITED user:[Responsible person]",
      )
      .waitFor();
    await saveAndStart(page);
    await page.getByText("Waiting for an entry: type:EXAMPLE_AWAITED user:1").waitFor();
    portal.eventLog.appendRows([{ auditTypeId: "EXAMPLE_AWAITED", userId: 1 }]);
    await expect.poll(() => stateOf(page)).toBe("completed");
    expect(await returned(page, "found")).toBe("Y");
  });
});

describe("the settings of the step that writes", () => {
  test("are used for an entry that the log page shows", async () => {
    const { page, app, openApp } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_record");

    await field(dialog, "title").getByRole("textbox").fill("Approved: {=Document:TITLE}");
    await field(dialog, "severity").getByRole("combobox").selectOption("Notice");
    await field(dialog, "extra_json").getByRole("textbox").fill("{");
    await field(dialog, "extra_json")
      .getByText(/not JSON/)
      .waitFor();
    await field(dialog, "extra_json").getByRole("textbox").fill('{"deal": {=Document:ID}}');
    await dialog
      .getByText("Writes the entry “Approved: [Name]” (NOTICE)", { exact: false })
      .waitFor();
    await saveAndStart(page);
    await expect.poll(() => stateOf(page)).toBe("completed");

    const written = async () => {
      const rows = await bed.db.$queryRaw<{ seq: string }[]>`
        SELECT e.seq::text AS seq FROM entry e WHERE e.source = 1`;
      return rows[0]?.seq ?? "";
    };
    await expect.poll(written).not.toBe("");
    await openApp();
    const row = rowOf(app, await written());
    await row.getByText("Approved: Solar panels for a school").first().waitFor();
  });
});

describe("the settings for a person who may not read the log", () => {
  test("work, and show nothing of the log", async () => {
    portal.eventLog.appendRows([
      { auditTypeId: "EXAMPLE_ONLY_IN_THE_LOG", userId: 1, description: "hidden words" },
    ]);
    const { page } = await bed.visitor({ userId: 2 });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const dialog = await openDialog(page, portal, "logbook_wait_robot");

    await field(dialog, "query").getByRole("textbox").pressSequentially("type:EXAMPLE_O");
    await expect.poll(() => valueOf(page, "query")).toBe("type:EXAMPLE_O");
    await dialog.getByText("Waits up to 1 day for an entry that fits type:EXAMPLE_O").waitFor();

    expect(await dialog.locator("body").innerText()).not.toMatch(/ONLY_IN_THE_LOG|last 7 days fit/);
    expect(asked.filter((path) => /entries|facets|count/.test(path))).toEqual([]);
    await saveAndStart(page);
    await expect.poll(() => stateOf(page)).toBe("running");
    portal.eventLog.appendRows([{ auditTypeId: "EXAMPLE_O", userId: 1 }]);
    await expect.poll(() => stateOf(page)).toBe("completed");
    expect(await returned(page, "found")).toBe("Y");
  });
});

describe("the dialog of a step", () => {
  test("is free of barriers in the dark, in Russian and 320 pixels wide, and needs no mouse", async () => {
    const { page } = await bed.visitor({ lang: "ru", theme: "dark" });
    const dialog = await openDialog(page, portal, "logbook_record_robot");
    await page
      .getByTestId("settings-frame")
      .evaluate((frame) => frame.style.setProperty("width", "320px"));
    const frame = dialogFrame(page);
    const overflow = () =>
      frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(() => frame.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(320);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    expect(await findBarriers(frame)).toEqual([]);

    await field(dialog, "title").getByRole("textbox").focus();
    await page.keyboard.type("По клавишам");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await dialog.getByRole("searchbox").waitFor();
    const options = dialog.getByRole("listbox").getByRole("option");
    await options.nth(1).waitFor();
    await page.keyboard.type("Amount");
    await expect.poll(() => options.count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");

    await expect.poll(() => valueOf(page, "title")).toBe("По клавишам{=Document:OPPORTUNITY}");
    await dialog.getByText("Делает запись «По клавишам[Amount]»", { exact: false }).waitFor();
  });

  test("says so when the portal asks for a step that is not known", async () => {
    const { page, expectFaults } = await bed.visitor();
    expectFaults(/404/);
    await openDialog(page, portal, "logbook_search");
    const frame = dialogFrame(page);
    await frame.goto(frame.url().replace("logbook_search", "logbook_gone"));

    await frame.getByRole("heading", { name: "This step is not known" }).waitFor();
  });

  test("shows nothing of another step's values when its options are of another step", async () => {
    const { page } = await bed.visitor();
    await openDialog(page, portal, "logbook_search");
    const frame = dialogFrame(page);
    await frame.goto(frame.url().replace("logbook_search", "logbook_wait"));

    await frame.getByRole("heading", { name: "There are no settings here" }).waitFor();
  });
});

describe("the page that explains a step", () => {
  test("is reached from the list of steps, and its example leads to the log", async () => {
    const { app, openApp, goTo, frame } = await bed.visitor();
    await openApp();
    await goTo("Settings");
    const link = app.getByRole("link", {
      name: /^How it works: Logbook: wait for an event \(Designer/,
    });
    await link.click();

    await app.getByRole("heading", { level: 1, name: "Logbook: wait for an event" }).waitFor();
    const outputs = app.getByRole("table").last();
    await outputs.getByText("waited", { exact: true }).waitFor();
    expect(await findBarriers(await frame())).toEqual([]);
    await app.getByRole("link", { name: /^Show in the log: type:USER_AUTHORIZE/ }).click();
    const search = app.getByRole("combobox", { name: "Search the log" });
    await expect.poll(() => search.inputValue()).toBe("type:USER_AUTHORIZE");
  });
});
