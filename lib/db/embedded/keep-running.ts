import { log } from "../../log.ts";
import type { Home } from "./home.ts";
import { withLock } from "./lock.ts";
import { findServer, startServer, waitUntilReady } from "./server.ts";

const LOOK_EVERY_MS = 1_000;

/** Starts the server again when it has died; on its old port, so that its users' connections come back. */
export function keepRunning(home: Home, settings: Record<string, string>): { stop(): void } {
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy || findServer(home) !== null) return;
    isBusy = true;
    try {
      await withLock(home.dir, async () => {
        if (findServer(home) !== null) return;
        log("error", "database.died");
        await waitUntilReady(home, await startServer(home, settings));
      });
    } catch (error) {
      log("error", "database.restart_failed", { error });
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
