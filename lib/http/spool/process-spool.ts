import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { isDatabaseAway, processDb } from "../../db/index.ts";
import { env } from "../../env.ts";
import { AppError } from "../../errors.ts";
import { log } from "../../log.ts";
import type { Fate } from "./replay-file.ts";
import { openSpool, type Spool, type SpoolState } from "./spool.ts";

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

export function spoolState(): SpoolState {
  return processSpool().state();
}

// A server that only lets itself be read, as after a failover, cannot take a call either.
async function isReachable(): Promise<boolean> {
  try {
    const answer = processDb().then(
      async (db) => db.$queryRaw<{ isOpen: boolean }[]>`
        SELECT current_setting('transaction_read_only') = 'off' AS "isOpen"`,
    );
    const isInTime = await Promise.race([
      answer.then(([row]) => row?.isOpen === true),
      delay(ANSWER_LIMIT_MS, false, { ref: false }),
    ]);
    return isInTime;
  } catch (error) {
    log("debug", "spool.database_away", { error });
    return false;
  }
}

/** A refusal by what the call itself says (4xx) ends it, live or kept; anything else may succeed when tried again. */
export function judgeReplay(error: unknown): Fate {
  if (isDatabaseAway(error)) return "waits";
  const isForeseen = error instanceof AppError && !REPEATABLE.has(error.code);
  return isForeseen ? "refused" : "failed";
}

const REPEATABLE = new Set<string>([
  ...["internal", "unavailable", "config_invalid", "auth_server_unavailable", "auth_lost"],
  ...["portal_bad_request", "portal_overloaded", "portal_moved", "portal_unavailable"],
]);
