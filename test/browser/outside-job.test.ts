import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, test } from "vitest";
import { childEnv } from "../../lib/env.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";
import { freePort } from "../support/free-port.ts";
import { openDialog, saveAndStart, valueOf } from "../support/step-dialog.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 20 }] });
const { portal, cloud } = bed;
const workers: { kill(): boolean }[] = [];
afterAll(() => {
  for (const worker of workers) worker.kill();
});

/** The sample of the README, as somebody would run it. */
async function startSample(input: { secret: string; port: number }): Promise<void> {
  const child = spawn(process.execPath, ["test/samples/outside-worker.mjs"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: childEnv({ SECRET: input.secret, PORT: String(input.port), STEP_MS: "300" }),
  });
  workers.push(child);
  for await (const line of createInterface(child.stdout)) if (line.startsWith("ready")) return;
}

describe("an outside job", () => {
  test("is set up in the settings and driven by the sample, with its progress in the portal's log", async () => {
    const { app, openApp, goTo, frame } = await bed.visitor();
    const port = await freePort();
    await openApp();
    await goTo("Settings");
    const card = app.getByRole("region", { name: "Connections", exact: true });
    await card.getByText("No connection yet.").waitFor();
    await card.getByRole("button", { name: "Add" }).click();
    const dialog = app.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByLabel("Name").fill("Billing");
    await dialog.getByLabel("Address").fill(`http://127.0.0.1:${port}/jobs`);
    await dialog.getByRole("button", { name: "Create" }).click();
    const secret = await dialog.getByText(/^whsec_/).innerText();
    expect(await findBarriers(await frame())).toEqual([]);
    await dialog.getByRole("button", { name: "Send a test" }).click();
    await dialog.getByText(/^Not delivered: the connection was refused\.$/).waitFor();
    await startSample({ secret, port });
    await dialog.getByRole("button", { name: "Send a test" }).click();
    await dialog.getByText(/^Accepted: status 202/).waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    await card.getByText("accepted (202)").waitFor();

    const designer = await bed.visitor();
    const settings = await openDialog(designer.page, portal, "logbook_job");
    const field = (key: string) => settings.locator(`[data-property="${key}"]`);
    await field("connection").getByRole("combobox").selectOption("Billing");
    await field("payload").getByRole("textbox").fill('{"order": {=Document:ID}}');
    await field("time_limit").getByRole("textbox").fill("10");
    await expect.poll(() => valueOf(designer.page, "connection")).toBe("Billing");
    await expect.poll(() => valueOf(designer.page, "payload")).toBe('{"order": {=Document:ID}}');
    await expect.poll(() => valueOf(designer.page, "time_limit")).toBe("10");
    await settings.getByText("Hands work to “Billing” and waits up to 10 minutes").waitFor();
    await saveAndStart(designer.page);
    await designer.page.getByText("Part 1 of 4 is done").waitFor();
    await designer.page.getByText("Part 4 of 4 is done").waitFor();
    const state = designer.page.getByTestId("workflow-state");
    await expect.poll(() => state.getAttribute("data-state")).toBe("completed");
    const returned = (key: string) => designer.page.getByTestId(`return-${key}`).innerText();
    expect(await returned("status")).toBe("ok");
    expect(await returned("result")).toBe("ok");
    expect(await returned("message")).toBe("All parts are done");
    expect(await returned("result_json")).toMatch(/^\{"received":\{"order":\d+\}\}$/);
    expect(await findBarriers(await frame())).toEqual([]);
    await goTo("Runs");
    await app.locator("[role=row][data-row]").first().click();
    const job = app.getByRole("region", { name: "Outside job" });
    await job.getByText("accepted", { exact: true }).waitFor();

    expect(await job.innerText()).toContain("Billing");
    await app.getByText("Part 2 of 4 is done").first().waitFor();
    expect(cloud.journal.violations).toEqual([]);
  });
});
