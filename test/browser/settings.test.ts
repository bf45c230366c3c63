import { beforeEach, describe, expect, test } from "vitest";
import { appendEntries } from "../../lib/archive/index.ts";
import { testPortalCtx } from "../support/index.ts";
import { browserBed } from "../support/browser-test.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { makeEntry } from "../db/archive/keep/bed.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 60 }] });
let person: Awaited<ReturnType<typeof bed.visitor>>;

const card = (name: string) => person.app.getByRole("region", { name, exact: true });

async function portalCtx() {
  const { id } = await bed.db.portal.findFirstOrThrow();
  return testPortalCtx(bed.db, { portalId: id });
}

beforeEach(async () => {
  person = await bed.visitor();
  await person.openApp();
  await person.goTo("Settings");
  await person.app.getByRole("switch").waitFor();
});

describe("the card of the archive", () => {
  test("tells how much is stored, since when, and when the portal was last read", async () => {
    const archive = card("Archive");

    await archive.getByText("Up to date").waitFor();
    const facts = () => archive.locator("dd").allInnerTexts();
    await expect.poll(async () => Number((await facts())[0])).toBeGreaterThanOrEqual(60);
    const [, since = "", read = ""] = await facts();
    for (const at of [since, read]) expect(at).toMatch(/^2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });
});

describe("the card of retention", () => {
  test("shows what a change removes, and removes nothing unless exactly that is confirmed", async () => {
    const { app } = person;
    const ctx = await portalCtx();
    // Older than the rule to come, and not as old as what is kept without it.
    const at = new Date(Date.now() - 300 * 86_400_000).toISOString();
    const old = makeEntry(9_000_001, { timestampX: at.replace(/\.\d+Z$/, "+00:00") });
    await appendEntries(ctx, { epoch: 0, rows: [{ ...old, severity: "DEBUG" }] });
    const retention = card("How long entries are kept");

    await retention.getByRole("button", { name: "Add a rule" }).click();
    await retention.getByText("Choose a severity or an event for each rule.").waitFor();
    await retention.getByRole("button", { name: "Severity", exact: true }).click();
    await app.getByRole("option", { name: /^Debug/ }).click();
    await person.page.keyboard.press("Escape");
    await retention.getByLabel("Keep: Rule 1").selectOption("3 months");
    await retention.getByRole("button", { name: "Look at the effect" }).click();
    await retention.getByText("1 entry is removed at once and for good.").waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await retention.getByRole("button", { name: "Remove 1 entry and save" }).click();
    const dialog = app.getByRole("alertdialog");
    await dialog.getByRole("button", { name: "Back" }).click();
    expect(await bed.db.archiveSetting.count({ where: { resortSince: { not: null } } })).toBe(0);
    await retention.getByRole("button", { name: "Remove 1 entry and save" }).click();
    await dialog.getByRole("button", { name: "Remove 1 entry and save" }).click();

    await retention.getByText(/^Changed by \S/).waitFor();
    const setting = await bed.db.archiveSetting.findFirstOrThrow();
    expect(setting.retention).toEqual({
      months: 36,
      rules: [{ severities: ["DEBUG"], months: 3 }],
    });
  });

  test("saves at once what removes nothing", async () => {
    const retention = card("How long entries are kept");

    await retention.getByLabel("Keep: Everything else").selectOption("for ever");
    await retention.getByRole("button", { name: "Look at the effect" }).click();
    await retention.getByText(/^Nothing is removed at once\./).waitFor();
    await retention.getByRole("button", { name: "Save", exact: true }).click();

    await retention.getByText("Saved.").waitFor();
    const setting = await bed.db.archiveSetting.findFirstOrThrow();
    expect(setting.retention).toMatchObject({ months: 0 });
  });
});

describe("the card of masked secrets", () => {
  test("adds and removes rules, and refuses what would mask too much", async () => {
    const masks = card("Masked secrets");
    const field = () => masks.getByRole("textbox");

    await masks.getByText(/^Always masked/).click();
    await masks.getByText("/rest/1/***/user.current.json").waitFor();
    await field().fill("passport");
    await masks.getByRole("button", { name: "Add" }).click();
    await masks.getByRole("button", { name: "Remove: passport" }).waitFor();
    await masks.getByText("Texts like").click();
    await field().fill("a*");
    await masks.getByRole("button", { name: "Add" }).click();
    await masks
      .getByRole("alert")
      .getByText(/^At least 3 characters/)
      .waitFor();
    await field().fill("CARD *");
    await person.page.keyboard.press("Enter");
    await masks.getByRole("button", { name: "Remove: CARD *" }).waitFor();
    await masks.getByRole("button", { name: "Remove: passport" }).click();

    await expect
      .poll(async () => (await bed.db.archiveSetting.findFirstOrThrow()).masks)
      .toEqual([{ kind: "text", value: "CARD *" }]);
  });
});

describe("the card of evidence", () => {
  test("checks the chain and names the first broken entry, which opens in the log", async () => {
    const { app } = person;
    const evidence = card("Evidence");

    await evidence.getByRole("button", { name: "Check now" }).click();
    await evidence.getByText("No fault found").waitFor();
    const [number = "", hash = ""] = await evidence.locator("dd").allInnerTexts();
    expect(Number(number)).toBeGreaterThanOrEqual(60);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);

    await bed.db.$executeRaw`UPDATE entry SET item = 'other' WHERE seq = 5`;
    await evidence.getByRole("button", { name: "Check again" }).click();
    await evidence.getByText("Broken at entry 5").waitFor();
    await evidence.getByText("What the entry holds now is not what was stored.").waitFor();
    expect(await findBarriers(await person.frame())).toEqual([]);
    await evidence.getByRole("link", { name: "Open entry 5" }).click();

    await app.getByRole("complementary").getByText("other").first().waitFor();
  });

  test("checks only the entries between two numbers, and says which those were", async () => {
    const evidence = card("Evidence");
    const [from, to] = [evidence.getByLabel("From entry"), evidence.getByLabel("To entry")];
    await bed.db.$executeRaw`UPDATE entry SET item = 'other' WHERE seq = 5`;

    await from.fill("30");
    await to.fill("7");
    await person.page.keyboard.press("Enter");
    await evidence.getByText("The first entry must not come after the last one.").waitFor();
    expect(await from.getAttribute("aria-invalid")).toBe("true");
    expect(await findBarriers(await person.frame())).toEqual([]);
    await to.fill("999999");
    await evidence.getByText(/^There is no such entry: the archive ends at \d+\.$/).waitFor();
    await to.fill("40");
    await person.page.keyboard.press("Enter");
    await evidence.getByText("Entries 30 to 40: 11 entries checked").waitFor();
    await evidence.getByText("No fault found").waitFor();

    await from.fill("");
    await evidence.getByRole("button", { name: "Check again" }).click();
    await evidence.getByText("Entries 1 to 40: 4 entries checked").waitFor();
    await evidence.getByText("Broken at entry 5").waitFor();
  });
});

describe("the query that limits processes", () => {
  test("is saved when it can be understood, and else says where it cannot", async () => {
    const reading = card("Processes may read the log");
    const field = reading.getByLabel("Only entries that match");
    const save = reading.getByRole("button", { name: "Save" });

    await field.fill("type:USER_* typ:x");
    await reading.getByText(/^From character 13 on: There is no such field/).waitFor();
    expect(await save.isDisabled()).toBe(true);
    expect(await findBarriers(await person.frame())).toEqual([]);
    await field.fill("type:USER_*");
    await save.click();

    await reading.getByText("Saved.").waitFor();
    expect((await bed.db.portal.findFirstOrThrow()).stepsQuery).toBe("type:USER_*");
  });
});
