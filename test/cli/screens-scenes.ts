import type { FrameLocator } from "playwright-core";
import type { Portal } from "../portal/index.ts";
import type { BrowserBed } from "../support/browser-bed.ts";
import type { Visitor } from "../support/browser-visitor.ts";
import { until } from "../support/until.ts";

export interface Stage extends BrowserBed {
  /** A portal whose log is empty. */
  quiet: Portal;
}

interface Actor extends Visitor {
  stage: Stage;
  isNarrow: boolean;
  lang: "en" | "ru";
}

export interface Scene {
  userId?: number;
  portal?: "portal" | "quiet";
  /** What it shows is not there on a narrow screen. */
  isWideOnly?: boolean;
  act(actor: Actor): Promise<unknown>;
}

const ROW = "[role=row][data-row]";

async function open(actor: Actor, tab?: number): Promise<FrameLocator> {
  const { page, app, stage, isNarrow } = actor;
  const portal = stage.cloud.portals.find(({ origin }) => page.url().startsWith(origin));
  const { origin } = portal ?? stage.portal;
  const id = stage.portal.app().id;
  // As on a phone: without the portal's menu beside the frame.
  if (isNarrow) await page.goto(`${origin}/marketplace/app/${id}/?IFRAME=Y`);
  else if (portal === undefined) await actor.openApp();
  await app.getByRole("main").waitFor();
  if (tab !== undefined) {
    const link = app.getByRole("navigation").getByRole("link").nth(tab);
    await link.click();
    await link.and(app.locator("[aria-current]")).waitFor();
  }
  return app;
}

async function openTab(actor: Actor, tab: number): Promise<FrameLocator> {
  const app = await open(actor, tab);
  await app.locator(ROW).first().waitFor();
  return app;
}

async function openRun(actor: Actor, state: RegExp): Promise<void> {
  const app = await openTab(actor, 1);
  await app.locator(ROW).filter({ hasText: state }).first().click();
  await app.getByRole("article").waitFor();
}

export const SCENES: Record<string, Scene> = {
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
      await app.locator(ROW).filter({ hasText: "Clara" }).first().waitFor();
    },
  },
  "log-no-match": {
    act: async (actor) => {
      const app = await open(actor);
      await app.getByRole("textbox").first().fill("1");
      await actor.page.keyboard.press("Enter");
      await app.locator("main h2").waitFor();
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
      await app.getByText(/Reading the portal|Читаем журнал/).waitFor();
    },
  },
  "log-error": {
    act: async (actor) => {
      actor.stage.cloud.faults.add([
        {
          match: { kind: "rest3", method: "main.eventlog.*" },
          action: { status: 502, html: true },
        },
      ]);
      await (await open(actor)).locator("main [role=alert]").waitFor({ timeout: 40_000 });
    },
  },
  "log-offline": {
    act: async (actor) => {
      await actor.page.route("**/api/v1/entries?**", (route) => route.abort("connectionrefused"));
      await (await open(actor)).locator("main [role=alert]").waitFor({ timeout: 40_000 });
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
  runs: { act: (actor) => openTab(actor, 1) },
  "runs-empty": {
    portal: "quiet",
    act: async (actor) => {
      await actor.page.goto(actor.stage.quiet.origin);
      if (!actor.isNarrow) await actor.openApp();
      await (await open(actor, 1)).locator("main h2").waitFor();
    },
  },
  "run-open": {
    act: async (actor) => {
      const { cloud, portal } = actor.stage;
      const match = { kind: "rest3", method: "main.eventlog.list" } as const;
      cloud.faults.add([{ match, times: 1, action: { delayMs: 8_000 } }]);
      const properties = { period: "week", text: "office" };
      const run = { code: "logbook_search", properties, timeoutSeconds: 600 };
      const { id } = await portal.startWorkflow(run);
      await until(() => portal.workflow(id)?.log.some(({ kind }) => kind === "progress"));
      await openRun(actor, /Running|Выполняется/);
    },
  },
  "run-done": { act: (actor) => openRun(actor, /Success|Успешно/) },
  "run-failed": { act: (actor) => openRun(actor, /Failed|Ошибка/) },
  calls: { act: (actor) => openTab(actor, 2) },
  "calls-call": {
    act: async (actor) => {
      const app = await openTab(actor, 2);
      await app.locator(ROW).nth(2).click();
      await app.getByRole("complementary").locator("pre").first().waitFor();
    },
  },
  settings: {
    act: async (actor) => (await open(actor, 3)).getByRole("switch").waitFor(),
  },
  keys: {
    isWideOnly: true,
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("banner").getByRole("button").click();
      await app.getByRole("dialog").waitFor();
    },
  },
  "no-rights": {
    userId: 2,
    act: async (actor) => (await open(actor)).getByRole("heading").first().waitFor(),
  },
  "setup-running": {
    act: async (actor) => {
      actor.stage.cloud.faults.add([
        { match: { kind: "rest2", method: "bizproc.*" }, action: { delayMs: 3_000 } },
      ]);
      const app = await openInstaller(actor, ["bizproc", "main", "placement", "user_brief", "im"]);
      await app.getByText(/^(Working…|Выполняется…)$/).waitFor();
    },
  },
  "setup-stuck": {
    act: async (actor) => {
      const app = await openInstaller(actor, ["bizproc", "placement", "user_brief"]);
      await app.getByRole("main").getByRole("button").waitFor();
    },
  },
  denied: { act: (actor) => openAlone(actor, "/denied") },
  "not-embedded": { act: (actor) => openAlone(actor, "/") },
  "not-found": { act: (actor) => openAlone(actor, "/nothing-here") },
  "session-lost": { act: (actor) => openAlone(actor, "/p/unknown/log") },
};

async function openInstaller(actor: Actor, scope: string[]): Promise<FrameLocator> {
  const { stage, page, app, isNarrow } = actor;
  const portal = await stage.cloud.addPortal({ entries: 5, scope, title: "New company" });
  portal.addApp();
  const bare = isNarrow ? "?IFRAME=Y" : "";
  await page.goto(`${portal.origin}/marketplace/app/${portal.app().id}/${bare}`);
  await app.getByRole("heading", { level: 1 }).waitFor();
  return app;
}

async function openAlone({ page, stage, lang }: Actor, path: string): Promise<void> {
  await page.goto(`${stage.appUrl}${path}?lang=${lang}`);
  await page.getByRole("heading").first().waitFor();
}
