import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { startPortalCloud, type Portal, type PortalCloud } from "../portal/index.ts";
import { startApp, type AppProcess } from "../support/app-process.ts";
import { ensureBuild } from "../support/build.ts";
import { freePort } from "../support/free-port.ts";
import { makeTempDir } from "../support/temp-dir.ts";
import { assertNoViolations, installApp, readNewest, runStep } from "./demo-story.ts";

const ENTRIES = 12_000;
const ENTRIES_PER_SECOND = 0.2;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Bed {
  cloud: PortalCloud;
  portal: Portal;
  app: AppProcess;
  stop(): Promise<void>;
}

/** What is being done, for the message when it fails. */
let part = "the command line";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean" },
      port: { type: "string" },
      "portal-port": { type: "string" },
    },
  });
  const isCheck = values.check === true;
  part = "the build";
  await ensureBuild(say);
  const bed = await start({
    port: Number(values.port ?? (await freePort())),
    portalPort: Number(values["portal-port"] ?? 0),
  });
  try {
    await tell(bed, isCheck);
  } catch (error) {
    await bed.stop();
    throw error;
  }
  if (isCheck) return bed.stop();
  bed.portal.eventLog.setRate(ENTRIES_PER_SECOND);
  say(`\nOpen ${bed.portal.origin} in a browser. The app itself, its API too, answers at`);
  say(`${bed.app.url}. Ctrl+C stops everything.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void bed.stop().then(() => process.exit(0)));
  }
}

async function start(input: { port: number; portalPort: number }): Promise<Bed> {
  part = "the local portal";
  const cloud = await startPortalCloud({ portals: [] });
  const portal = await cloud.addPortal({ port: input.portalPort, entries: ENTRIES });
  say(`local portal at ${portal.origin}`);

  part = "the app";
  const dataDir = makeTempDir("logbook-demo-");
  say("starting database, web and worker");
  const app = await startApp({
    cloud,
    port: input.port,
    env: { DATA_DIR: dataDir, LOG_LEVEL: "warn" },
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  const stop = async (): Promise<void> => {
    await app.stop();
    await cloud.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { cloud, portal, app, stop };
}

async function tell({ cloud, portal, app }: Bed, isCheck: boolean): Promise<void> {
  part = "the installation";
  const visit = await installApp({ appUrl: app.url, portal, say });
  if (!isCheck) return;
  part = "the process step";
  await runStep({ portal, say });
  part = "the event log";
  await readNewest({ visit, say });
  part = "the portal's rules";
  assertNoViolations({ cloud, say });
}

main().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\nFAILED at ${part}: ${text}\n`);
  process.exit(1);
});
