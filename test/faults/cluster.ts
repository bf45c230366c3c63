import { readFileSync } from "node:fs";
import { join } from "node:path";
import { prepareHome } from "../../lib/db/embedded/home.ts";
import { findServer, serverUrl, startServer, stopServer } from "../../lib/db/embedded/server.ts";
import { freePort } from "../support/free-port.ts";
import { until } from "../support/until.ts";

export interface Cluster {
  /** Stays the same over all ends and starts. */
  url: string;
  port: number;
  start(): Promise<void>;
  /** `SIGKILL` ends the server itself, `SIGQUIT` all of it at once; both leave the rest to crash recovery. */
  kill(signal: "SIGKILL" | "SIGQUIT"): Promise<void>;
  stop(): Promise<void>;
  serverLog(): string;
}

/** A PostgreSQL of this suite's own with the product's settings, on a port that it keeps. */
export async function openCluster(dir: string): Promise<Cluster> {
  const home = prepareHome(dir);
  const port = await freePort();
  const settings = { port: String(port), fsync: "off" };
  const logs: string[] = [];
  const logPath = join(home.dataDir, "server.log");
  const start = async (): Promise<void> => {
    // Children of a killed server hold its memory for a moment, and it does not start beside them.
    await until(
      async () => {
        if (findServer(home) !== null) return true;
        return startServer(home, settings).then(
          () => true,
          () => false,
        );
      },
      { timeoutMs: 120_000, what: "the database to start" },
    );
  };
  await start();
  const server = findServer(home);
  if (server === null) throw new Error("The database did not start.");
  return {
    url: serverUrl(home, server),
    port,
    start,
    kill: async (signal) => {
      const running = findServer(home);
      if (running === null) return;
      logs.push(readFileSync(logPath, "utf8"));
      process.kill(running.pid, signal);
      await until(() => findServer(home) === null, { what: "the database's end" });
    },
    stop: async () => stopServer(home),
    serverLog: () => [...logs, readFileSync(logPath, "utf8")].join("\n"),
  };
}
