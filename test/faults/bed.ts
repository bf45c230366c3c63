import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { root } from "../bench/bed.ts";
import { startPortalCloud, type Portal, type PortalCloud } from "../portal/index.ts";
import { freePort } from "../support/free-port.ts";
import { makeServerDir, makeTempDir } from "../support/temp-dir.ts";
import { visitApp } from "../support/visit.ts";
import { openCluster, type Cluster } from "./cluster.ts";
import { makeProgram, type Program } from "./program.ts";
import { openTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

export interface FaultBed {
  cloud: PortalCloud;
  database: Cluster;
  web: Program;
  workers: Program[];
  /** From the portals' queue to the web process. */
  webLink: TcpProxy;
  /** From web and workers to the database. */
  databaseLink: TcpProxy;
  /** Past the disturbed link. */
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  addPortal(entries?: number): Promise<Portal>;
  /** What the processes and the database's server have written. */
  logs(): string;
  stop(): Promise<void>;
}

interface BedInput {
  workers: number;
  seed?: number;
  logLevel?: "debug" | "info";
  /** False leaves the processes to be started by the test. */
  isStarted?: boolean;
}

/** A whole installation of the product beside a strict local cloud, with every link and process in the suite's hands. */
export async function openFaultBed(input: BedInput): Promise<FaultBed> {
  const dir = makeTempDir("logbook-faults-");
  const serverDir = makeServerDir("logbook-faults-pg-");
  const database = await openCluster(serverDir);
  await migrate(database.url);
  await installQueues(database.url);
  const cloud = await startPortalCloud({ portals: [], seed: input.seed ?? 1 });
  const port = await freePort();
  const webLink = await openTcpProxy(port);
  const databaseLink = await openTcpProxy(database.port);
  cloud.setAppUrl(`http://127.0.0.1:${webLink.port}`);
  const logDir = join(dir, "logs");
  const env = {
    ...makeEnv(cloud, { database, databaseLink, port }),
    DATA_DIR: join(dir, "data"),
    LOG_LEVEL: input.logLevel ?? "info",
  };
  const shared = { logDir, env };
  mkdirSync(logDir);
  const web = makeProgram({
    ...shared,
    name: "web",
    script: `${import.meta.dirname}/web-child.ts`,
    readyEvent: "web.started",
  });
  const workers = Array.from({ length: input.workers }, (_, place) =>
    makeProgram({
      ...shared,
      name: `worker-${place}`,
      script: `${root}lib/worker/main.ts`,
      readyEvent: "worker.started",
    }),
  );
  const programs = [web, ...workers];
  if (input.isStarted !== false) await Promise.all(programs.map(async (one) => one.start()));
  const pool = new pg.Pool({ connectionString: database.url, max: 2, query_timeout: 60_000 });
  pool.on("error", () => undefined);
  let adding: Promise<unknown> = Promise.resolve();
  return {
    ...{ cloud, database, web, workers, webLink, databaseLink },
    sql: async (text, values = []) => (await pool.query(text, values)).rows as never,
    addPortal: async (entries = 30) => {
      // The cloud names a portal by its number: one after another.
      const added = adding.then(async () => installed(cloud, await cloud.addPortal({ entries })));
      adding = added.catch(() => undefined);
      return added;
    },
    logs: () => [...programs.map((one) => one.output()), database.serverLog()].join("\n"),
    stop: async () => {
      for (const program of programs) await program.kill();
      await pool.end();
      await Promise.all([cloud.stop(), webLink.stop(), databaseLink.stop()]);
      await database.stop();
      for (const each of [dir, serverDir]) rmSync(each, { recursive: true, force: true });
    },
  };
}

function makeEnv(
  cloud: PortalCloud,
  input: { database: Cluster; databaseLink: TcpProxy; port: number },
): Record<string, string> {
  const url = new URL(input.database.url);
  url.port = String(input.databaseLink.port);
  return {
    NODE_ENV: "production",
    DATABASE_URL: url.href,
    APP_SECRETS: `k1:${randomBytes(32).toString("base64")}`,
    APP_URL: cloud.appUrl,
    PORT: String(input.port),
    B24_CLIENT_ID: cloud.clientId,
    B24_CLIENT_SECRET: cloud.clientSecret,
    B24_AUTH_HOSTS: cloud.authOrigin,
    B24_ALLOW_PRIVATE_HOSTS: "true",
    JOB_ALLOW_HOSTS: "127.0.0.1",
    FAULT_POINT: "",
  };
}

async function installed(cloud: PortalCloud, portal: Portal): Promise<Portal> {
  portal.addApp();
  await runInstaller(cloud, portal);
  await portal.finishInstall();
  await cloud.queue.idle();
  return portal;
}

/** What an administrator's browser does on the installer's page. */
export async function runInstaller(cloud: PortalCloud, portal: Portal): Promise<void> {
  const form = portal.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });
  const visit = await visitApp(cloud.appUrl, form);
  const setup = await visit.send<{ isComplete: boolean; checks: unknown }>("POST", "/api/v1/setup");
  if (!setup.isComplete) throw new Error(`The installation failed: ${JSON.stringify(setup)}`);
}

/** An administrator opens the app; false when it could not be reached. */
export async function openAsAdmin(portal: Portal, userId = 1): Promise<boolean> {
  const form = portal.openForm({ userId, lang: "en", placement: "DEFAULT", options: {} });
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form.fields),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null);
  return answer?.status === 303;
}
