import type { Locator, Response } from "playwright-core";
import { describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { rowIds, rowOf, topRow, untilAtRest } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 150 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idOf } = storedLog(bed.db, bed.portal);

const SECRET = "0f8e7d6c5b4a39281706f5e4d3c2b1a0";
const FIELDS = [
  "Number",
  "Number on the portal",
  "Time as stored",
  "Severity",
  "Event code",
  "Source",
  "Object",
  "IP",
  "User",
  "Guest",
  "Site",
  "URL",
  "User agent",
];

const [full] = eventLog.appendRows([
  {
    severity: "SECURITY",
    auditTypeId: "USER_EDIT",
    moduleId: "main",
    itemId: "3",
    remoteAddr: "198.51.100.7",
    userAgent: "ExampleBrowser/12.0",
    requestUri: `/bitrix/admin/user_edit.php?ID=3&auth=${SECRET}&lang=en`,
    siteId: "s1",
    userId: 1,
    guestId: 4711,
    description: JSON.stringify({ changed: ["EMAIL"], count: 1, password: SECRET }),
  },
]);
const hostile = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
const [hurtful] = eventLog.appendRows([
  {
    severity: hostile.slice(0, 40),
    auditTypeId: "USER_LOGIN",
    itemId: hostile,
    remoteAddr: `"><svg onload=alert(3)>`,
    userAgent: hostile,
    requestUri: "javascript:alert(4)",
    description: `${hostile}<br><a href="javascript:alert(5)">free money</a>`,
  },
]);

describe("the panel of an entry", () => {
  test("shows all fields of the entry and its description as a tree", async () => {
    const { app, page } = await open();
    const id = await idOf(full);
    await rowOf(app, id).click();
    const panel = app.getByRole("complementary", { name: `Entry ${id}` });
    await expect.poll(() => panel.locator("dt").allInnerTexts()).toEqual(FIELDS);
    const values = async () => (await panel.locator("dd").allInnerTexts()).join("\n");
    for (const value of ["SECURITY", "USER_EDIT", "198.51.100.7", "ExampleBrowser/12.0", "4711"]) {
      await expect.poll(values).toContain(value);
    }
    await expect.poll(values).toContain("Ann Admin");
    expect(await panel.getByRole("button", { name: "Copy the link to this entry" }).count()).toBe(
      1,
    );
    await panel.getByRole("tab", { name: "Details" }).click();
    const tree = panel.getByRole("tree", { name: "Description" });
    await tree.getByRole("treeitem").first().waitFor();
    expect(await tree.getByRole("treeitem").allInnerTexts()).toEqual([
      "changed: 1 item",
      '0: "EMAIL"',
      "count: 1",
      'password: "***"',
    ]);
    expect(await page.locator("body").innerText()).not.toContain(SECRET);
  });

  test("never gets a secret: it is masked before it leaves the server", async () => {
    const { app, page, ...person } = await bed.visitor();
    const bodies: Promise<string>[] = [];
    const take = (response: Response) => {
      if (response.url().includes("/api/v1/entries")) bodies.push(response.text());
    };
    page.on("response", take);
    await person.openApp();
    await rowOf(app, await idOf(full)).click();
    const panel = app.getByRole("complementary");
    await panel.getByText("user_edit.php").waitFor();
    expect(await panel.innerText()).toContain("auth=***");
    await panel.getByRole("tab", { name: "Raw" }).click();
    await panel.locator("pre").waitFor();
    expect(await panel.innerText()).not.toContain(SECRET);
    page.off("response", take);
    const texts = await Promise.all(bodies);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.join("")).not.toContain(SECRET);
  });

  test("shows what a stranger put into the log as text and never runs it", async () => {
    const { app } = await open();
    await rowOf(app, await idOf(hurtful)).click();
    const panel = app.getByRole("complementary");
    await expect.poll(() => panel.locator("dd").allInnerTexts()).toContain(hostile);
    for (const tab of ["Details", "Raw"]) {
      await panel.getByRole("tab", { name: tab }).click();
      await panel.locator("pre").waitFor();
      expect(await panel.locator("pre").innerText()).toContain(hostile);
    }
    expect(await app.locator("img[src=x], script:not([nonce]):not([src])").count()).toBe(0);
    expect(await app.locator('a[href^="javascript:"]').count()).toBe(0);
  });
});

describe("live mode", () => {
  test("brings new entries to a reader at the top", async () => {
    const { app } = await open();
    await app.getByText("Live", { exact: true }).click();
    const [row] = eventLog.appendRows([{ auditTypeId: "USER_LOGOUT", userId: 2 }]);
    const id = await idOf(row);
    await rowOf(app, id).waitFor();
    expect((await rowIds(app))[0]).toBe(id);
  });

  test("leaves a reader further down where he is and counts what waits", async () => {
    const { app, page } = await open();
    await app.getByText("Live", { exact: true }).click();
    await app.getByRole("grid").hover();
    await page.mouse.wheel(0, 900);
    await expect.poll(async () => (await topRow(app)).id).not.toBe((await rowIds(app))[0]);
    await untilAtRest(app);
    const before = await topRow(app);
    const rows = eventLog.appendRows([{ userId: 2 }, { userId: 3 }, { userId: 2 }]);
    const show = app.getByRole("button", { name: "3 new – show" });
    await show.waitFor();
    await app.getByText("Paused: you are further down").waitFor();
    expect(await topRow(app)).toEqual(before);
    await show.click();
    await expect.poll(async () => (await topRow(app)).id).toBe(await idOf(rows.at(-1)));
  });
});

describe("language and theme of the portal", () => {
  test("are those of the application: English and light", async () => {
    const { app } = await open();
    await app.getByRole("columnheader", { name: "Severity" }).waitFor();
    expect(await app.locator("time").first().innerText()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
    );
    expect(await brightness(app.locator("body"))).toBeGreaterThan(200);
  });

  test("are those of the application: Russian and dark", async () => {
    const person = await bed.visitor({ lang: "ru", theme: "dark" });
    await person.openApp();
    const { app } = person;
    await app.getByRole("columnheader", { name: "Срочность" }).waitFor();
    expect(await app.locator("html").getAttribute("lang")).toMatch(/^ru/);
    expect(await app.locator("time").first().innerText()).toMatch(
      /^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/,
    );
    expect(await brightness(app.locator("body"))).toBeLessThan(80);
  });

  test.each([
    { lang: "en", own: "was denied access", other: "Отказано в доступе" },
    { lang: "ru", own: "Отказано в доступе", other: "was denied access" },
  ] as const)("are told in the rows by words of no other language: $lang", async (words) => {
    const [denied] = eventLog.appendRows([{ auditTypeId: "USER_PERMISSIONS_FAIL", userId: 3 }]);
    const id = await idOf(denied);
    const person = await bed.visitor({ lang: words.lang });
    await person.openApp();
    await rowOf(person.app, id).getByText(words.own).waitFor();
    const frame = await person.frame();
    let before = 0;
    const isAtRest = async () => {
      const now = await frame.evaluate(() => performance.getEntriesByType("resource").length);
      const isSame = now === before;
      before = now;
      return isSame;
    };
    // What comes later must not bring them either.
    await expect.poll(isAtRest, { interval: 2_000 }).toBe(true);
    const scripts = await frame.evaluate(async () => {
      const names = performance.getEntriesByType("resource").map(({ name }) => name);
      const own = names.filter((name) => /\.js(\?|$)/.test(name));
      return Promise.all(own.map(async (name) => (await fetch(name)).text()));
    });
    const holding = (text: string) => scripts.filter((script) => script.includes(text)).length;
    expect([holding(words.own), holding(words.other)]).toEqual([1, 0]);
  });
});

async function open() {
  const person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  return person;
}

async function brightness(element: Locator): Promise<number> {
  const color = await element.evaluate((shown) => getComputedStyle(shown).backgroundColor);
  const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
