import { describe, expect, test } from "vitest";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 4_200 }] });
const { portal, cloud } = bed;

describe("a process started on a deal", () => {
  test("shows the step's lines while it works and its values at the end, on the portal and in the app", async () => {
    const { page, app, openApp, goTo } = await bed.visitor();
    // The portal keeps the log to itself until the step has been watched.
    const watched = Promise.withResolvers<null>();
    cloud.faults.add([{ match: { kind: "rest3" }, action: { until: watched.promise } }]);
    await page.goto(`${portal.origin}/crm/deal/details/777/`);
    await page.getByRole("link", { name: "Start a process" }).click();
    await page.getByTestId("step-logbook_search").click();
    await page.getByTestId("property-period").selectOption("week");
    await page.getByTestId("property-limit").fill("5");
    await page.getByTestId("start-button").click();

    const state = page.getByTestId("workflow-state");
    const progress = page.locator('[data-testid="log-line"][data-kind="progress"]');
    await progress.first().waitFor();
    expect(await state.getAttribute("data-state")).toBe("running");
    watched.resolve(null);
    await expect.poll(() => state.getAttribute("data-state")).toBe("completed");
    cloud.faults.clear();
    expect(await page.getByTestId("return-status").innerText()).toBe("ok");
    expect(Number(await page.getByTestId("return-count").innerText())).toBeGreaterThan(4_000);
    const lines = await progress.getByTestId("log-message").allInnerTexts();
    expect(lines.length).toBeGreaterThan(1);

    await openApp();
    await goTo("Runs");
    const row = app.locator("[role=row][data-row]");
    for (const part of ["Success", "Logbook: search the event log", "DEAL_777"]) {
      await row.getByText(part, { exact: true }).waitFor();
    }
    await row.click();
    const timeline = app.getByRole("region", { name: "What happened" });
    await timeline.getByText("The process has the result").waitFor();
    const items = await timeline.getByRole("listitem").allInnerTexts();
    const delivered = items.filter((text) => text.includes("in the process log"));
    for (const line of lines) expect(delivered.some((text) => text.includes(line))).toBe(true);
    const facts = app.getByRole("complementary", { name: "Run" });
    expect(await facts.innerText()).toContain("DEAL_777");
    expect(await facts.innerText()).toContain('"status": "ok"');
    expect(cloud.journal.violations).toEqual([]);
  });
});

describe("the link among a step's values", () => {
  test("opens the app on the one entry that was found", async () => {
    portal.eventLog.appendRows([
      { auditTypeId: "EXAMPLE_RARE_EVENT", description: "only once", userId: 2, at: aMinuteAgo() },
    ]);
    const { link, ids } = await search({ event_types: ["EXAMPLE_RARE_EVENT"] });
    const [id = ""] = ids;
    const { page, app } = await bed.visitor();
    await page.goto(link);
    await page.getByTestId("view-slider").waitFor();
    const panel = app.getByRole("complementary", { name: `Entry ${id}` });
    await panel.getByRole("tab", { name: "Details" }).click();
    await panel.getByText("only once").waitFor();
    await expect.poll(() => rowOf(app, id).getAttribute("aria-current")).toBe("true");
  });

  test("opens the app on everything that was found, by the same time range and query", async () => {
    portal.eventLog.appendRows([
      { auditTypeId: "EXAMPLE_PAIR", userId: 2, at: aMinuteAgo() },
      { auditTypeId: "EXAMPLE_PAIR", userId: 2, at: aMinuteAgo() },
      { auditTypeId: "EXAMPLE_PAIR", userId: 3, at: aMinuteAgo() },
    ]);
    const { link, ids } = await search({ query: "type:EXAMPLE_*", users: ["user_2"] });
    const { page, app } = await bed.visitor();
    await page.goto(link);
    await app.getByText("Event: EXAMPLE_*").waitFor();
    expect(ids.length).toBeGreaterThan(1);
    await expect.poll(() => rowIds(app)).toEqual(ids);
  });
});

function aMinuteAgo(): number {
  return Math.floor(Date.now() / 1_000) - 60;
}

async function search(
  properties: Record<string, string | string[]>,
): Promise<{ link: string; ids: string[] }> {
  const { id } = await portal.startWorkflow({
    code: "logbook_search",
    properties: { period: "day", ...properties },
    timeoutSeconds: 600,
  });
  await expect.poll(() => portal.workflow(id)?.state).toBe("completed");
  const { link, entry_ids: ids } = portal.workflow(id)?.returnValues ?? {};
  return { link: String(link), ids: Array.isArray(ids) ? ids.map(String) : [] };
}
