import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";
import { openDialog, saveAndStart, valueOf } from "../support/step-dialog.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 400 }] });
const { portal, cloud } = bed;

const SECRET_TYPE = "EXAMPLE_ONLY_IN_THE_LOG";

const field = (dialog: FrameLocator, key: string) => dialog.locator(`[data-property="${key}"]`);
const returned = (page: Page, key: string) => page.getByTestId(`return-${key}`).innerText();
const stateOf = (page: Page) => page.getByTestId("workflow-state").getAttribute("data-state");

describe("the settings of the step that searches", () => {
  test("are chosen by name, handed to the designer at once and used by the process", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_search");

    await field(dialog, "period").getByRole("combobox").selectOption("Last 7 days");
    await field(dialog, "event_types").getByRole("button", { name: "Choose" }).click();
    await dialog.getByRole("searchbox").fill("Failed sign-in");
    await dialog.getByRole("option", { name: /USER_LOGIN$/ }).click();
    await page.keyboard.press("Escape");
    await field(dialog, "limit").getByRole("textbox").fill("3");

    await expect.poll(() => valueOf(page, "period")).toBe("week");
    await expect.poll(() => valueOf(page, "event_types")).toBe('["USER_LOGIN"]');
    await expect.poll(() => valueOf(page, "limit")).toBe("3");
    await dialog.getByText(/^Finds entries: USER_LOGIN\. Period: last 7 days/).waitFor();
    await saveAndStart(page);
    await expect.poll(() => stateOf(page)).toBe("completed");
    expect(await returned(page, "status")).toBe("ok");
    expect(cloud.journal.violations).toEqual([]);
  });

  test("show an administrator how many entries a query fits, and what is wrong with it where", async () => {
    const { page } = await bed.visitor();
    const dialog = await openDialog(page, portal, "logbook_search");
    const query = field(dialog, "query").getByRole("combobox");

    await query.fill("type:USER_*");
    await dialog.getByText(/entr(y|ies) of the last 7 days fit/).waitFor();
    await query.fill("type:USER_* severty:ERROR ip:300");
    await field(dialog, "query")
      .getByText(/^From character \d+ on, “/)
      .waitFor();
    await dialog.getByText(/would end with an error/).waitFor();
    const [frame] = page.frames().filter((one) => one.url().includes("/step-settings/"));
    expect(frame === undefined ? ["no frame"] : await findBarriers(frame)).toEqual([]);
  });
});

describe("the settings for a person who may not read the log", () => {
  test("work, and show nothing of the log", async () => {
    portal.eventLog.appendRows([
      { auditTypeId: SECRET_TYPE, userId: 1, description: "hidden words" },
    ]);
    const person = await bed.visitor({ userId: 2 });
    const asked: string[] = [];
    person.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const dialog = await openDialog(person.page, portal, "logbook_wait");

    await field(dialog, "query").getByRole("textbox").pressSequentially("type:EXAMPLE_O");
    await expect.poll(() => valueOf(person.page, "query")).toBe("type:EXAMPLE_O");
    await dialog.getByText("Waits up to 1 day for an entry that fits type:EXAMPLE_O").waitFor();

    expect(await dialog.locator("body").innerText()).not.toMatch(/ONLY_IN_THE_LOG|last 7 days fit/);
    expect(asked.filter((path) => /entries|facets|count/.test(path))).toEqual([]);
    await saveAndStart(person.page);
    await expect.poll(() => stateOf(person.page)).toBe("running");
    portal.eventLog.appendRows([{ auditTypeId: "EXAMPLE_O", userId: 1 }]);
    await expect.poll(() => stateOf(person.page)).toBe("completed");
    expect(await returned(person.page, "found")).toBe("Y");
  });
});
