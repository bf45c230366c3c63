import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";
import { keepAway } from "../support/keep-away.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 300 }] });
bed.portal.settings.logsRestUse = false;

// A text of the summary, which comes in one script with the search and the filters.
const HEAD = '"log.reach"';

const search = ({ app }: Visitor) => app.getByRole("combobox", { name: "Search the log" });

/** The script is on its way until the test lets it through. */
async function holdHead(person: Visitor): Promise<{ letThrough(): void }> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await answerInstead(person.page, {
    at: /_next\/static\/chunks\/.*\.js/,
    answer: async (route) => {
      const response = await route.fetch();
      if ((await response.text()).includes(HEAD)) await promise;
      await route.fulfill({ response });
    },
  });
  return { letThrough: () => resolve(undefined) };
}

/** Without the first questions it is lower than at a first visit. */
async function untilKept({ app }: Visitor): Promise<void> {
  const kept = () =>
    app.getByRole("search").evaluate((toolbar) => {
      const height = toolbar.parentElement?.offsetHeight;
      return localStorage.getItem("logbook.log-head-begin") === `${window.innerWidth} ${height}`;
    });
  await app.getByRole("region", { name: "Begin with a question" }).waitFor({ state: "detached" });
  await expect.poll(kept).toBe(true);
}

describe("what stands above the rows", () => {
  test("comes after them without moving them, and takes the focus that was asked for before", async () => {
    const person = await bed.visitor();
    await person.openApp();
    await person.app.getByRole("button", { name: "Hide these suggestions" }).click();
    await untilKept(person);
    const head = await holdHead(person);
    await person.openApp();
    const row = person.app.locator("[role=row][data-row]").first();
    await row.waitFor();
    const before = await row.boundingBox();
    expect(await search(person).count()).toBe(0);
    await person.app.getByRole("banner").getByText("Logbook").click();
    await person.page.keyboard.press("/");
    head.letThrough();
    await search(person).waitFor();
    await expect
      .poll(() => search(person).evaluate((box) => box === document.activeElement))
      .toBe(true);
    expect(await row.boundingBox()).toEqual(before);
  });

  test("leaves the focus to whoever went on to something else", async () => {
    const person = await bed.visitor();
    const head = await holdHead(person);
    await person.openApp();
    const row = person.app.locator("[role=row][data-row]").first();
    await row.waitFor();
    await person.app.getByRole("banner").getByText("Logbook").click();
    await person.page.keyboard.press("/");
    await row.getByRole("checkbox").focus();
    head.letThrough();
    await search(person).waitFor();
    expect(await row.getByRole("checkbox").evaluate((box) => box === document.activeElement)).toBe(
      true,
    );
  });

  test("does not wait for a first answer that takes its time", async () => {
    const person = await bed.visitor();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await answerInstead(person.page, {
      at: /\/api\/v1\/entries\?/,
      answer: async (route) => {
        await promise;
        await route.continue();
      },
    });
    await person.openApp();
    await search(person).waitFor();
    expect(await person.app.locator("[role=row][data-row]").count()).toBe(0);
    expect(await findBarriers(await person.frame())).toEqual([]);
    resolve(undefined);
    await person.app.locator("[role=row][data-row]").first().waitFor();
  });

  test("says when it cannot be loaded, leaves the rows, and comes once it is asked for again", async () => {
    const person = await bed.visitor();
    const { letIn } = await keepAway(person, HEAD);
    await person.openApp();
    const told = person.app.getByRole("alert").filter({ hasText: "could not be loaded" });
    await told.waitFor();
    await person.app.locator("[role=row][data-row]").first().waitFor();
    expect((await rowIds(person.app)).length).toBeGreaterThan(0);
    expect(await findBarriers(await person.frame())).toEqual([]);
    letIn();
    await told.getByRole("button", { name: "Try again" }).click();
    await search(person).waitFor();
  });
});
