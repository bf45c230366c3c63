import type { FrameLocator, Route } from "playwright-core";
import { open, openFrame, ROW, type Actor, type Scene } from "./screens-stage.ts";

const search = (app: FrameLocator) => app.getByRole("combobox");

/** Opens the log by an address that somebody else wrote. */
export async function goTo(actor: Actor, query: Record<string, string>): Promise<void> {
  const app = await open(actor);
  await app.locator(ROW).first().waitFor();
  const frame = await actor.frame();
  const url = new URL(frame.url());
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  await frame.goto(url.href);
}

/** The log in each of its states. */
export const LOG_SCENES: Record<string, Scene> = {
  log: {
    act: async (actor) => (await open(actor)).locator(ROW).first().waitFor(),
  },
  "log-entry": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).nth(3).click();
      await app.getByRole("complementary").locator("dl").waitFor();
    },
  },
  "log-time": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app
        .getByRole("button")
        .filter({ hasText: /All time|Всё время/ })
        .click();
      await app.getByRole("dialog").getByRole("grid").waitFor();
    },
  },
  "log-types": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("button", { name: /^(Event|Событие)$/ }).click();
      await app.getByRole("option").first().waitFor();
    },
  },
  "log-filtered": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("button", { name: /^(User|Пользователь)$/ }).click();
      await app.getByRole("option", { name: /Clara Second/ }).click();
      await actor.page.keyboard.press("Escape");
      await app.locator(ROW).filter({ hasText: "Clara" }).first().waitFor();
    },
  },
  "log-no-match": {
    act: async (actor) => {
      const app = await open(actor);
      await search(app).fill("type:USER_LOGIN -user:1 nothing-like-this");
      await actor.page.keyboard.press("Enter");
      await app.locator("main h2").waitFor();
    },
  },
  "log-query-wrong": {
    act: async (actor) => {
      const app = await open(actor);
      await search(app).fill('type:USER_LOGIN tipe:"a b" -office');
      await app.getByText(/^(Not applied|Не применено)/).waitFor();
    },
  },
  "log-suggestions": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await search(app).click();
      await actor.page.keyboard.type("-user:1 type:");
      await app.getByRole("option").nth(3).waitFor();
    },
  },
  "log-menu": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(`${ROW} [data-column=ip]`).nth(2).click({ button: "right" });
      await app.getByRole("menuitem").first().waitFor();
    },
  },
  "log-numbers": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator("[data-bar]").first().waitFor();
      await app.getByRole("button", { name: /^(Show the numbers|Показать числа)/ }).click();
      await app.getByRole("table").waitFor();
    },
  },
  "log-values": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await open(actor);
      await app.getByRole("button", { name: /^(Show values|Показать значения)/ }).click();
      const values = app.getByRole("complementary");
      await values.getByRole("listitem").nth(3).getByRole("button").first().click();
      await values.getByRole("listitem").nth(4).getByRole("button").last().click();
      await values.locator("[aria-pressed=true]").nth(1).waitFor();
    },
  },
  "log-missing-entry": {
    act: async (actor) => {
      await goTo(actor, { e: "987654321" });
      await actor.app.getByRole("complementary").locator("h2").last().waitFor();
    },
  },
  "log-outside": {
    act: async (actor) => {
      await goTo(actor, { to: "2020-01-01T00:00:00Z" });
      await actor.app.locator("main h2").waitFor();
    },
  },
  "log-live-held": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app
        .getByText(/^(Live|Обновлять)$/)
        .first()
        .click();
      await app.getByRole("grid").hover();
      await actor.page.mouse.wheel(0, 400);
      actor.stage.portal.eventLog.append(3);
      await app.getByRole("status").getByRole("button").first().waitFor();
    },
  },
  "log-loading": {
    act: async (actor) => {
      await actor.page.route("**/api/v1/entries?**", () => undefined);
      const app = await open(actor);
      await app.getByText(/Reading the archive|Читаем архив/).waitFor();
    },
  },
  "log-error": {
    act: async (actor) => {
      actor.stage.cloud.faults.add([
        {
          match: { kind: "rest3" },
          action: { status: 502, html: true },
        },
      ]);
      const app = await open(actor);
      await app.getByRole("button", { name: /^(Read the log again|Прочитать журнал)/ }).click();
      await app.getByText(/^(The portal did not answer|Портал не ответил)/).waitFor();
    },
  },
  "log-offline": {
    act: async (actor) => {
      await actor.page.route("**/api/v1/entries?**", (route) => route.abort("connectionrefused"));
      await (await open(actor)).locator("main [role=alert]").waitFor({ timeout: 40_000 });
    },
  },
  "log-part-missing": { act: (actor) => openWithout(actor, '"log.histogram"') },
  "log-head-missing": { act: (actor) => openWithout(actor, '"log.reach"') },
  "log-head-waiting": {
    act: async (actor) => {
      await instead(actor, '"log.reach"', () => undefined);
      const app = await openFrame(actor);
      await app.locator(ROW).first().waitFor();
    },
  },
  "log-removed": {
    act: async (actor) => {
      await actor.page.route(/\/api\/v1\/(?:entries\?|coverage)/, withRemoved);
      await goTo(actor, { from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z" });
      const app = await actor.frame();
      await app.getByRole("heading", { name: /were removed|удалены/ }).waitFor();
    },
  },
  "log-empty": {
    portal: "quiet",
    act: async (actor) => {
      actor.stage.quiet.eventLog.rows.length = 0;
      await actor.page.goto(actor.stage.quiet.origin);
      if (!actor.isNarrow) await actor.openApp();
      await (await open(actor)).locator("main h2").waitFor();
    },
  },
};

const BEGIN = "2019-11-01T00:00:00.000Z";
const REMOVED = [{ from: BEGIN, to: "2020-04-01T00:00:00.000Z", months: 6, isWhole: true }];

/** As if the archive had begun years ago, and retention had removed its first months. */
async function withRemoved(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = (await response.json()) as { coverage?: object };
  const spans = [{ state: "loaded", from: BEGIN, to: new Date().toISOString() }];
  const known = { spans, removed: REMOVED };
  const coverage = { ...body.coverage, ...known };
  const json = body.coverage === undefined ? { ...body, ...known } : { ...body, coverage };
  await route.fulfill({ response, json });
}

/** A script of the page that holds this sign is answered so. */
async function instead({ page }: Actor, sign: string, answer: (route: Route) => unknown) {
  await page.route(/_next\/static\/chunks\/.*\.js/, async (route) => {
    const response = await route.fetch();
    const isMeant = (await response.text()).includes(sign);
    await (isMeant ? answer(route) : route.fulfill({ response }));
  });
}

async function openWithout(actor: Actor, sign: string): Promise<void> {
  await instead(actor, sign, (route) => route.abort("connectionrefused"));
  const app = await openFrame(actor);
  await app.locator(ROW).first().waitFor();
  await app
    .getByRole("alert")
    .getByRole("button", { name: /^(Try again|Повторить)$/ })
    .waitFor();
}
