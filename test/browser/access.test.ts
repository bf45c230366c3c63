import { beforeEach, describe, expect, test } from "vitest";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
const READER = 6;
let person: Awaited<ReturnType<typeof bed.visitor>>;

const card = (name: string) => person.app.getByRole("region", { name, exact: true });
const ROW = "[role=row][data-row]";

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.goTo("Settings");
});

describe("the card of tokens", () => {
  test("makes one, shows it once, lets it read, and revokes it", async () => {
    const { app, page } = person;
    const tokens = card("API tokens");

    await tokens.getByText("There are no tokens.").waitFor();
    await tokens.getByRole("button", { name: "New token" }).click();
    const dialog = app.getByRole("dialog", { name: "New token" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Grafana");
    await dialog.getByRole("textbox", { name: "Only from these networks" }).fill("127.0.0.5/8");
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("“127.0.0.5/8” lies inside a network: write 127.0.0.0/8.").waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await dialog.getByRole("textbox", { name: "Only from these networks" }).fill("127.0.0.0/8");
    await dialog.getByText("in a year").click();
    await dialog.getByRole("button", { name: "Create" }).click();
    const made = app.getByRole("dialog", { name: "The token is made" });
    const token = await made.locator("code").innerText();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await made.getByRole("button", { name: "Done" }).click();
    const row = tokens.getByRole("listitem", { name: "Grafana" });
    await row.getByText("not used yet").waitFor();
    const read = async () =>
      fetch(`${bed.appUrl}/api/v1/entries?limit=1`, {
        headers: { authorization: `Bearer ${token}` },
      });
    const used = await read();
    await row.getByRole("button", { name: "Revoke" }).click();
    await app.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await row.getByText("Revoked", { exact: true }).waitFor();

    expect(token).toMatch(/^lb_[A-Za-z0-9_-]{61}$/);
    expect(await page.content()).not.toContain(token);
    expect([used.status, (await read()).status]).toEqual([200, 401]);
    await row.getByRole("link", { name: "What it read" }).click();
    await app.getByRole("grid", { name: "Readings of the log" }).waitFor();
    await app.locator(ROW).filter({ hasText: "Grafana" }).first().waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    // It is written behind the answer.
    const told = async (): Promise<string> => {
      await person.openApp();
      await person.goTo("Settings");
      await row.waitFor();
      return row.innerText();
    };
    await expect
      .poll(told, { timeout: 60_000 })
      .toMatch(/Last refused .+ from 127\.0\.0\.1: the token is revoked/);
  });
});

describe("the card of readers", () => {
  test("lets somebody in who then sees the log and nothing else, and is himself seen reading", async () => {
    const { app } = person;
    const readers = card("Readers");

    await readers.getByText("Only administrators read the log.").waitFor();
    await readers.getByRole("button", { name: "Add a reader" }).click();
    await app.getByRole("searchbox", { name: "Name or number" }).fill("Fiona");
    await app.getByRole("button", { name: "Add Fiona Archer" }).click();
    await readers.getByRole("button", { name: "Remove Fiona Archer" }).waitFor();
    const reader = await bed.visitor({ userId: READER });
    await reader.openApp();
    await reader.app.locator(ROW).first().waitFor();
    const tabs = await reader.app.getByRole("navigation").getByRole("link").allInnerTexts();
    await reader.app.locator(ROW).first().click();
    await reader.app.getByRole("complementary").waitFor();
    await person.goTo("Readings");
    await expect
      .poll(async () => {
        await app.getByRole("button", { name: "Read again" }).click();
        return app.locator(ROW).filter({ hasText: "Fiona Archer" }).count();
      })
      .toBeGreaterThan(0);
    await app.locator(ROW).filter({ hasText: "Fiona Archer" }).first().click();
    await app.getByRole("button", { name: "Only Fiona Archer" }).click();
    await expect
      .poll(async () => app.locator(ROW).filter({ hasText: "Ann Admin" }).count())
      .toBe(0);

    expect(tabs.map((tab) => tab.trim())).toEqual(["Event log"]);
    expect(reader.faults).toEqual([]);
  });

  test("takes the right back, which a reader's open page notices with its next request", async () => {
    const readers = card("Readers");
    await readers.getByRole("button", { name: "Remove Fiona Archer" }).waitFor();
    const reader = await bed.visitor({ userId: READER });
    reader.expectFaults(/403/);
    await reader.openApp();
    await reader.app.locator(ROW).first().click();
    await reader.app.getByRole("complementary").waitFor();

    await readers.getByRole("button", { name: "Remove Fiona Archer" }).click();
    await readers.getByText("Only administrators read the log.").waitFor();
    // Asks for the entries around; a key, since a request of the page itself may have taken the rows away.
    await reader.page.keyboard.press("x");

    await reader.app.getByRole("heading", { name: "This is for administrators" }).waitFor();
    expect(await readers.getByRole("alert").count()).toBe(0);
  });
});
