import { setTimeout as delay } from "node:timers/promises";
import type { EntryPage } from "../../lib/archive/shared.ts";
import type { SetupView } from "../../lib/portals/shared.ts";
import type { Portal, PortalCloud } from "../portal/index.ts";
import { visitApp, type Visit } from "../support/visit.ts";

const STEP_LIMIT_MS = 60_000;

type Say = (line: string) => void;

/** Adds the app to the portal and goes through the installer as an administrator's browser does. */
export async function installApp(input: {
  appUrl: string;
  portal: Portal;
  say: Say;
}): Promise<Visit> {
  const { portal, say } = input;
  portal.addApp();
  const form = portal.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });
  const visit = await visitApp(input.appUrl, form);
  const setup = await visit.send<SetupView>("POST", "/api/v1/setup");
  say("\ninstall");
  for (const check of setup.checks) {
    say(
      `  ${check.state.padEnd(7)} ${check.name}${check.detail === null ? "" : `: ${check.detail}`}`,
    );
  }
  if (!setup.isComplete) throw new Error("the installer's checks are not all ok");
  if (!visit.contentPolicy.includes(`frame-ancestors ${portal.origin}`)) {
    throw new Error(`the page may be framed by others: ${visit.contentPolicy}`);
  }
  await portal.finishInstall();
  return visit;
}

/** Starts a process with our step and waits until the portal has its answer. */
export async function runStep(input: { portal: Portal; say: Say }): Promise<void> {
  const { portal, say } = input;
  const started = await portal.startWorkflow({
    code: "logbook_search",
    properties: { period: "week", event_types: ["USER_AUTHORIZE", "USER_LOGIN"], limit: "5" },
    timeoutSeconds: 600,
  });
  say(`\nstep accepted\n  workflow ${started.id}, step ${started.code}`);
  const giveUpAt = Date.now() + STEP_LIMIT_MS;
  for (;;) {
    const now = portal.workflow(started.id);
    if (now !== null && now.state !== "running") break;
    if (Date.now() > giveUpAt) throw new Error("the step was not completed in time");
    await delay(100);
  }
  const done = portal.workflow(started.id);
  if (done === null) throw new Error("the workflow is gone");
  say("\nprogress as the portal stored it");
  for (const line of done.log) say(`  ${line.at} ${line.message}`);
  say("\nreturn values");
  for (const [name, value] of Object.entries(done.returnValues ?? {})) {
    say(`  ${name}: ${JSON.stringify(value)}`);
  }
  if (done.returnValues?.["status"] !== "ok") throw new Error("the step did not end with ok");
  if (!done.log.some((line) => line.kind === "progress")) throw new Error("no progress was shown");
}

/** Reads the newest entries of the portal's log through the app. */
export async function readNewest(input: { visit: Visit; say: Say }): Promise<void> {
  const page = await input.visit.get<EntryPage>("/api/v1/entries?limit=5");
  input.say("\nnewest entries of the event log");
  for (const entry of page.items) {
    const user =
      entry.userId === null ? "-" : (page.users[entry.userId]?.name ?? `#${entry.userId}`);
    input.say(`  ${entry.at} ${entry.severity.padEnd(8)} ${entry.auditTypeId} ${user}`);
  }
  if (page.items.length !== 5) throw new Error(`expected 5 entries, got ${page.items.length}`);
}

/** Throws when the portal had to record anything that the platform forbids. */
export function assertNoViolations(input: { cloud: PortalCloud; say: Say }): void {
  const { violations } = input.cloud.journal;
  if (violations.length > 0) throw new Error(JSON.stringify(violations, null, 2));
  input.say("\nthe portal found no violation of its rules");
}
