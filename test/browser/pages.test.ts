import { beforeAll, describe, expect, test } from "vitest";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";
import { until } from "../support/until.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 260 }] });
const { portal } = bed;

beforeAll(async () => {
  for (const properties of [{ period: "week" }, { period: "custom" }]) {
    const { id } = await portal.startWorkflow({
      code: "logbook_search",
      properties,
      timeoutSeconds: 600,
    });
    await until(() => portal.workflow(id)?.state === "completed");
  }
});

/** Every page of the application and the states a person meets on the way to it. */
const PAGES: Record<string, (person: Visitor) => Promise<unknown>> = {
  "the log": async ({ app, openApp }) => {
    await openApp();
    await app.getByRole("grid").waitFor();
  },
  "the log with an entry": async ({ app, openApp }) => {
    await openApp();
    await app.locator("[data-row]").nth(3).click();
    await app.getByRole("complementary").locator("dl").waitFor();
  },
  "the log with a filter that fits nothing": async ({ app, page, openApp }) => {
    await openApp();
    await app.getByRole("combobox", { name: "Search the log" }).fill("nothing-like-this");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { level: 2 }).waitFor();
  },
  "the runs": async ({ app, openApp, goTo }) => {
    await openApp();
    await goTo("Runs");
    await app.locator("[data-row]").first().waitFor();
  },
  "a run": async ({ app, openApp, goTo }) => {
    await openApp();
    await goTo("Runs");
    await app.locator("[data-row]").first().click();
    await app.getByRole("complementary").waitFor();
  },
  "the REST calls": async ({ app, openApp, goTo }) => {
    await openApp();
    await goTo("REST calls");
    await app.locator("[data-row]").first().waitFor();
  },
  "a REST call": async ({ app, openApp, goTo }) => {
    await openApp();
    await goTo("REST calls");
    await app.locator("[data-row]").first().click();
    await app.getByRole("complementary").locator("pre").first().waitFor();
  },
  "the settings": async ({ app, openApp, goTo }) => {
    await openApp();
    await goTo("Settings");
    await app.getByRole("switch").waitFor();
  },
  "the page for people without the right": async ({ app, openApp }) => {
    await openApp();
    await app.getByRole("heading", { name: "This is for administrators" }).waitFor();
  },
};

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(Object.keys(PAGES))(
    "%s has no barrier, no error and no outer scroll bar",
    async (name) => {
      const userId = name.includes("without the right") ? 2 : 1;
      const person = await bed.visitor({ theme, userId });
      await PAGES[name]?.(person);
      const frame = await person.frame();
      expect(await findBarriers(frame)).toEqual([]);
      expect(await scrollsOutside(frame)).toBe(false);
      expect(await scrollsOutside(person.page)).toBe(false);
    },
  );

  test("the address of the app outside a portal says how to open it, without a barrier", async () => {
    const { page, expectFaults } = await bed.visitor({ theme });
    expectFaults(/404/);
    for (const path of ["/", "/nothing-here"]) {
      await page.goto(`${bed.appUrl}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});

test("the installer has no barrier in both themes", async () => {
  const narrow = await bed.cloud.addPortal({ entries: 5, scope: ["bizproc", "placement"] });
  narrow.addApp();
  for (const theme of ["light", "dark"] as const) {
    const { page, app, frame } = await bed.visitor({ portal: narrow, theme });
    await page.goto(`${narrow.origin}/marketplace/app/${narrow.app().id}/`);
    await app.getByRole("heading", { name: "Something is missing" }).waitFor();
    expect(await findBarriers(await frame())).toEqual([]);
  }
});

test("the document has its title while one page takes the place of another", async () => {
  const person = await bed.visitor();
  await person.openApp();
  const frame = await person.frame();
  const seen = await frame.evaluateHandle(() => {
    const titles = new Set<string>();
    const note = (): unknown => titles.add(document.title);
    new MutationObserver(note).observe(document, { childList: true, subtree: true });
    return titles;
  });
  for (const name of ["Runs", "REST calls", "Settings", "Log", "Runs", "Log"]) {
    await person.goTo(name);
  }
  await person.app.getByRole("grid").waitFor();

  expect(await seen.evaluate((titles) => [...titles])).toEqual(["Logbook"]);
});

async function scrollsOutside(page: Visitor["page"] | Awaited<ReturnType<Visitor["frame"]>>) {
  return page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
    return scrollHeight > clientHeight || scrollWidth > clientWidth;
  });
}
