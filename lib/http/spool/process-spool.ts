import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { isDatabaseAway, processDb } from "../../db/index.ts";
import { env } from "../../env.ts";
import { AppError } from "../../errors.ts";
import { log } from "../../log.ts";
import type { Fate } from "./replay-file.ts";
import { openSpool, type Spool } from "./spool.ts";

const ANSWER_LIMIT_MS = 2_000;

// Next bundles this module more than once per process; the symbol is shared by all copies.
const PROCESS_SPOOL = Symbol.for("logbook.process-spool");
const shared = globalThis as { [PROCESS_SPOOL]?: Spool };

/** The web process's own spool; from its first use on it looks for calls of its own and of dead processes. */
export function processSpool(): Spool {
  shared[PROCESS_SPOOL] ??= openSpool({
    dir: join(env().DATA_DIR, "spool"),
    isReachable,
    judge: judgeReplay,
  });
  return shared[PROCESS_SPOOL];
}

async function isReachable(): Promise<boolean> {
  try {
    const answer = processDb().then(async (db) => db.$queryRaw`SELECT 1`);
    const isInTime = await Promise.race([
      answer.then(() => true),
      delay(ANSWER_LIMIT_MS, false, { ref: false }),
    ]);
    return isInTime;
  } catch (error) {
    log("debug", "spool.database_away", { error });
    return false;
  }
}

/** A refusal that a request would have been told as well ends a kept call; anything unforeseen is tried again. */
export function judgeReplay(error: unknown): Fate {
  if (isDatabaseAway(error)) return "waits";
  const isForeseen = error instanceof AppError && !REPEATABLE.has(error.code);
  return isForeseen ? "refused" : "failed";
}

const REPEATABLE = new Set<string>(["internal", "unavailable", "config_invalid"]);
