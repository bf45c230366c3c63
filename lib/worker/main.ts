import { ensureDatabase, openDb } from "../db/index.ts";
import { env } from "../env.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { startWorker } from "./start-worker.ts";

const CONNECTIONS = 16;
const GRACE_MS = 20_000;
const LAST_MS = 25_000;

/** The worker as a process of its own: 0 after a planned stop, 1 after a failure. */
async function main(): Promise<void> {
  env();
  const told = nextSignal();
  const database = await ensureDatabase();
  const { db, close } = openDb({ url: database.url, maxConnections: CONNECTIONS });
  const worker = await startWorker({ url: database.url, db });
  log("info", "worker.started");
  const signal = await told;
  log("info", "worker.stopping", { signal });
  setTimeout(() => {
    log("error", "worker.stop_took_too_long");
    process.exit(1);
  }, LAST_MS).unref();
  await worker.stop(GRACE_MS);
  await close();
  await database.release();
  log("info", "worker.stopped");
}

async function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
  });
}

function fail(event: string): (error: unknown) => void {
  return (error) => {
    // A bad environment also keeps the log from being written.
    if (isAppError(error, "config_invalid")) process.stderr.write(`${error.message}\n`);
    else log("error", event, { error });
    process.exit(1);
  };
}

process.on("uncaughtException", fail("worker.crashed"));
main().then(() => process.exit(0), fail("worker.failed"));
