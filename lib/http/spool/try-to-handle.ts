import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "../../db/index.ts";
import { log } from "../../log.ts";

const PATIENCE_MS = 3_000;
const PAUSE_MS = 200;

/**
 * Tries to handle a call for 3 s while the database is away; null when it did not come back. What is under way then
 * may still succeed: the call is kept nevertheless, and handling it twice has one effect.
 */
export async function tryToHandle<T>(
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<{ value: T } | null> {
  const giveUpAt = performance.now() + patienceMs;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null);
  });
  try {
    for (;;) {
      const done = await Promise.race([attempt(work), timeUp]);
      if (done !== null) return done;
      if (performance.now() + PAUSE_MS >= giveUpAt) return null;
      await delay(PAUSE_MS);
    }
  } finally {
    clearTimeout(timer);
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | null> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    log("debug", "request.database_away", { error });
    return null;
  }
}
