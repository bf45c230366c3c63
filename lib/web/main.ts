import { fileURLToPath } from "node:url";
import { flushReadings } from "../access/index.ts";
import { limitSnapshots } from "../archive/index.ts";
import { env } from "../env.ts";
import { endStreams } from "../audit/index.ts";
import { processDb } from "../db/index.ts";
import { keepCounts } from "../health/index.ts";
import { log } from "../log.ts";
import { flushCalls } from "../portals/index.ts";
import { SNAPSHOT_LIMITS } from "./snapshot-limits.ts";
import { startWeb } from "./start-web.ts";

const COUNTS_MS = 5_000;
const GRACE_MS = 20_000;
const LAST_MS = 25_000;

/** The web process: 0 after a planned stop, 1 after a failure. */
async function main(): Promise<void> {
  limitSnapshots(SNAPSHOT_LIMITS);
  const dir = fileURLToPath(new URL("../..", import.meta.url));
  const web = await startWeb({ dir, isDevelopment: env().NODE_ENV === "development" });
  const db = await processDb();
  const counting = setInterval(() => {
    keepCounts(db).catch((error: unknown) => {
      log("warn", "web.counts_not_kept", { error });
    });
  }, COUNTS_MS);
  log("info", "web.started", { host: env().HOST, port: env().PORT });
  const stop = async (signal: string): Promise<void> => {
    log("info", "web.stopping", { signal });
    setTimeout(() => process.exit(1), LAST_MS).unref();
    // They end by themselves never, and all else would wait for them.
    endStreams();
    await web.stop(GRACE_MS);
    clearInterval(counting);
    await flushCalls();
    await flushReadings();
    await keepCounts(db);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  log("error", "web.failed", { error });
  process.exit(1);
});
