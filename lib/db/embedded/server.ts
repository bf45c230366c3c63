import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { internal, unavailable } from "../../errors.ts";
import { log } from "../../log.ts";
import { CLUSTER_USER, clusterPassword, makeCluster } from "./cluster.ts";
import type { Home } from "./home.ts";
import { isAlive, mayBePostgres, processMark } from "./process-mark.ts";
import { prepareProgram } from "./program.ts";
import { runProgram } from "./run-program.ts";
import { serverSettings } from "./settings.ts";

export interface Server {
  pid: number;
  port: number;
}

const DATABASE = "logbook";
const READY_MS = 60_000;
const STOP_MS = 30_000;
const START_TRIES = 3;
const LEAVE_MS = 2_000;

export function serverUrl(home: Home, server: Server, database = DATABASE): string {
  const password = clusterPassword(home);
  return `postgresql://${CLUSTER_USER}:${password}@127.0.0.1:${server.port}/${database}`;
}

/** The server that runs on the home's data, by PostgreSQL's own pid and port file; null when none does. */
export function findServer(home: Home): Server | null {
  const path = pidPath(home);
  const [pid, , , port] = readLines(path);
  const server = { pid: Number(pid), port: Number(port) };
  if (!(server.pid > 0)) return null;
  if (mayBePostgres(server.pid)) return server.port > 0 ? server : null;
  // After a crash the id may belong to another program, which PostgreSQL would take for its rival.
  rmSync(path, { force: true });
  return null;
}

export async function waitUntilReady(home: Home, server: Server): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  for (;;) {
    try {
      await ask(serverUrl(home, server, "postgres"), "SELECT 1");
      return;
    } catch (cause) {
      if (Date.now() > giveUpAt || findServer(home) === null) {
        throw unavailable("The embedded PostgreSQL does not answer; see its server.log.", cause);
      }
    }
    await wait(50);
  }
}

export async function startServer(home: Home, settings: Record<string, string>): Promise<Server> {
  const binDir = prepareProgram(home);
  await makeCluster(home, binDir);
  for (let tries = 1; ; tries += 1) {
    const port = tries === 1 ? await formerPort(home) : await freePort(0);
    try {
      await runProgram(home, { binDir, name: "pg_ctl", args: startArgs(home, port, settings) });
      break;
    } catch (error) {
      if (tries === START_TRIES) throw error;
      log("warn", "database.start_repeated", { port, error });
    }
  }
  const server = findServer(home);
  if (server === null) throw internal("The embedded PostgreSQL left no pid file.");
  writeFileSync(portPath(home), String(server.port));
  await makeDatabase(home, server);
  log("info", "database.started", { serverPid: server.pid, port: server.port });
  return server;
}

/** Asks the server to end now and waits for it; connected processes lose their connections. */
export async function stopServer(home: Home): Promise<void> {
  const server = findServer(home);
  if (server === null) return;
  if (process.platform === "win32") {
    const args = ["stop", "-D", home.dataDir, "-m", "fast", "-w"];
    await runProgram(home, { binDir: prepareProgram(home), name: "pg_ctl", args });
    return;
  }
  const mark = processMark(server.pid);
  if (mark === null) return;
  process.kill(server.pid, "SIGINT");
  const giveUpAt = Date.now() + STOP_MS;
  while (isAlive(mark)) {
    if (Date.now() > giveUpAt) throw unavailable("The embedded PostgreSQL did not stop in time.");
    await wait(20);
  }
  log("info", "database.stopped", { serverPid: server.pid });
}

// Kept beyond the server's life: after a crash its users look for it there.
function portPath(home: Home): string {
  return join(home.dir, "last-port");
}

function lastPort(home: Home): number {
  const port = Number(readLines(portPath(home))[0] ?? "");
  return Number.isInteger(port) ? port : 0;
}

function pidPath(home: Home): string {
  return join(home.dataDir, "postmaster.pid");
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function startArgs(home: Home, port: number, settings: Record<string, string>): string[] {
  const logPath = join(home.dataDir, "server.log");
  rmSync(logPath, { force: true });
  const all = { ...serverSettings(), ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  const command = [`-p ${port}`, ...options].join(" ");
  return ["start", "-D", home.dataDir, "-l", logPath, "-w", "-t", "60", "-s", "-o", command];
}

async function makeDatabase(home: Home, server: Server): Promise<void> {
  const url = serverUrl(home, server, "postgres");
  const found = await ask(url, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found === 0) await ask(url, `CREATE DATABASE ${DATABASE}`);
}

async function ask(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", (error) => {
    log("debug", "database.connection_lost", { error });
  });
  try {
    await client.connect();
    const { rowCount } = await client.query(sql);
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** The port that the server had last, where its users look for it, else any. */
async function formerPort(home: Home): Promise<number> {
  const wanted = lastPort(home);
  const giveUpAt = Date.now() + LEAVE_MS;
  for (;;) {
    const port = await freePort(wanted);
    if (wanted === 0 || port === wanted || Date.now() > giveUpAt) return port;
    // What a killed server leaves behind holds it for a moment.
    await wait(50);
  }
}

/** The wanted port while it is free, else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", (error) => {
      if (wanted === 0) reject(error);
      else freePort(0).then(resolve, reject);
    });
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(internal("The system gave no free port."));
      });
    });
  });
}
