import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { makeCluster, CLUSTER_USER, clusterPassword } from "../../lib/db/embedded/cluster.ts";
import { prepareHome } from "../../lib/db/embedded/home.ts";
import { prepareProgram } from "../../lib/db/embedded/program.ts";
import { runProgram } from "../../lib/db/embedded/run-program.ts";
import { findServer, stopServer } from "../../lib/db/embedded/server.ts";
import { freePort } from "./free-port.ts";
import { onServer, withDatabase } from "./server.ts";
import { makeServerDir } from "./temp-dir.ts";
import { until } from "./until.ts";

export interface OwnPostgres {
  /** Stays the same over all stops and starts. */
  url: string;
  stop(): Promise<void>;
  /** Ends it at once, as a crash of the machine does. */
  crash(): Promise<void>;
  /** Does nothing while it runs. */
  start(): Promise<void>;
  /** It accepts connections and says nothing, as behind a broken network; `thaw` ends that. */
  freeze(): void;
  thaw(): void;
}

/** A PostgreSQL of this test file's own that it may stop, crash and start again; runs already. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dir = makeServerDir("logbook-own-pg-");
  const home = prepareHome(dir);
  const binDir = prepareProgram(home);
  await makeCluster(home, binDir);
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  const data = ["-D", home.dataDir, "-l", join(home.dataDir, "server.log"), "-w", "-t", "60", "-s"];
  const start = async () => {
    if (findServer(home) !== null) return;
    await runProgram(home, { binDir, name: "pg_ctl", args: ["start", ...data, "-o", options] });
  };
  const signal = (name: NodeJS.Signals) => {
    const server = findServer(home);
    if (server !== null) process.kill(server.pid, name);
  };
  const stop = async () => {
    // A frozen one would not hear that it shall stop.
    signal("SIGCONT");
    await stopServer(home);
  };
  const crash = async () => {
    signal("SIGQUIT");
    await until(() => findServer(home) === null, { what: "the server's end" });
  };
  await start();
  const base = `postgresql://${CLUSTER_USER}:${clusterPassword(home)}@127.0.0.1:${port}/postgres`;
  await onServer(base, "CREATE DATABASE logbook_own");
  afterAll(async () => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    url: withDatabase(base, "logbook_own"),
    start,
    stop,
    crash,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
  };
}
