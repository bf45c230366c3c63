import type { FrameLocator } from "playwright-core";
import { connectOutside } from "../outside/connect.ts";
import { until } from "../support/until.ts";
import { ENTRY_SCENES } from "./screens-entry.ts";
import { LOG_SCENES } from "./screens-log.ts";
import { TIME_SCENES } from "./screens-time.ts";
import { ROWS_SCENES } from "./screens-rows.ts";
import { showConnection, showEvidence, showRetention, showSettings } from "./screens-settings.ts";
import { showReaders, showToken, showTokens } from "./screens-access.ts";
import { open, openFrame, ROW, type Actor, type Scene } from "./screens-stage.ts";
import { STEP_SCENES } from "./screens-steps.ts";
import { VIEW_SCENES } from "./screens-views.ts";

export type { Scene, Stage } from "./screens-stage.ts";

async function openTab(actor: Actor, page: string): Promise<FrameLocator> {
  const app = await open(actor, page);
  await app.locator(ROW).first().waitFor();
  return app;
}

async function openRun(actor: Actor, state: RegExp): Promise<void> {
  const app = await openTab(actor, "runs");
  await app.locator(ROW).filter({ hasText: state }).first().click();
  await app.getByRole("article").waitFor();
}

export const SCENES: Record<string, Scene> = {
  ...LOG_SCENES,
  ...TIME_SCENES,
  ...ENTRY_SCENES,
  ...VIEW_SCENES,
  ...ROWS_SCENES,
  ...STEP_SCENES,
  runs: { act: (actor) => openTab(actor, "runs") },
  "runs-empty": {
    portal: "quiet",
    act: async (actor) => {
      await actor.page.goto(actor.stage.quiet.origin);
      if (!actor.isNarrow) await actor.openApp();
      await (await open(actor, "runs")).locator("main h2").waitFor();
    },
  },
  "run-open": {
    act: async (actor) => {
      const { cloud, portal } = actor.stage;
      const match = { kind: "rest3", memberId: portal.memberId } as const;
      cloud.faults.add([{ match, action: { delayMs: 8_000 } }]);
      const properties = { period: "week", text: "office" };
      const run = { code: "logbook_search", properties, timeoutSeconds: 600 };
      const { id } = await portal.startWorkflow(run);
      await until(() => portal.workflow(id)?.log.some(({ kind }) => kind === "progress"));
      await openRun(actor, /Running|Выполняется/);
    },
  },
  "run-job": {
    act: async (actor) => {
      const { portal } = actor.stage;
      const outside = await connectOutside(actor.stage, `Billing ${Date.now()}`);
      outside.system.behave = () => ({ body: "thank you" });
      const properties = { connection: outside.name, payload: '{"order": 777}' };
      const { id } = await portal.startWorkflow({ code: "logbook_job", properties });
      await until(() => portal.workflow(id)?.log.some(({ kind }) => kind === "progress"));
      await until(() => outside.system.received.some(({ data }) => data.workflowId === id));
      await openRun(actor, /Running|Выполняется/);
      await actor.app.getByText("thank you").waitFor();
      await outside.system.stop();
    },
  },
  "run-done": { act: (actor) => openRun(actor, /Success|Успешно/) },
  "run-failed": { act: (actor) => openRun(actor, /Failed|Ошибка/) },
  events: { act: (actor) => openTab(actor, "events") },
  "events-event": {
    act: async (actor) => {
      const app = await openTab(actor, "events");
      await app.locator(ROW).first().click();
      await app.getByRole("complementary").locator("pre").first().waitFor();
    },
  },
  "events-empty": {
    act: async (actor) => {
      const app = await openTab(actor, "events");
      await app.getByRole("search").getByRole("button").nth(1).click();
      await app.getByRole("option").last().click();
      await app.locator("main h2").waitFor();
    },
  },
  calls: { act: (actor) => openTab(actor, "calls") },
  "calls-call": {
    act: async (actor) => {
      const app = await openTab(actor, "calls");
      await app.locator(ROW).nth(2).click();
      await app.getByRole("complementary").locator("pre").first().waitFor();
    },
  },
  settings: { act: async (actor) => showSettings(await open(actor, "settings")) },
  "settings-retention": {
    act: async (actor) => showRetention(await open(actor, "settings"), actor.page),
  },
  "settings-connection": {
    act: async (actor) => showConnection(await open(actor, "settings")),
  },
  "settings-evidence": { act: async (actor) => showEvidence(await open(actor, "settings")) },
  "settings-token": { act: async (actor) => showToken(await open(actor, "settings")) },
  "settings-token-made": {
    act: async (actor) => {
      const dialog = await showToken(await open(actor, "settings"));
      await dialog.getByRole("textbox").first().fill("Grafana");
      await dialog.getByRole("button", { name: /^(Create|Создать)$/ }).click();
      await actor.app.getByRole("dialog").getByText(/^lb_/).waitFor();
    },
  },
  "settings-tokens": { act: showTokens },
  "settings-readers": { act: async (actor) => showReaders(await open(actor, "settings")) },
  readings: { act: (actor) => openTab(actor, "readings") },
  "readings-one": {
    act: async (actor) => {
      const app = await openTab(actor, "readings");
      await app.locator(ROW).first().click();
      await app.getByRole("complementary").waitFor();
    },
  },
  "reader-frame": { userId: 6, act: (actor) => open(actor) },
  keys: {
    isWideOnly: true,
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("banner").getByRole("button").last().click();
      await app.getByRole("dialog").waitFor();
    },
  },
  "no-rights": {
    userId: 2,
    act: async (actor) => (await openFrame(actor)).getByRole("heading").first().waitFor(),
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
