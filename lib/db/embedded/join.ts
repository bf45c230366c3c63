import { log } from "../../log.ts";
import { prepareHome } from "./home.ts";
import type { Home } from "./home.ts";
import { keepRunning } from "./keep-running.ts";
import { tryLock, unlock, withLock } from "./lock.ts";
import { addMember, removeMember } from "./members.ts";
import { findServer, serverUrl, startServer, stopServer, waitUntilReady } from "./server.ts";

export interface Database {
  url: string;
  /** Ends the embedded server when this was the last of its processes; nothing for a given address. */
  release(): Promise<void>;
}

interface JoinEmbeddedInput {
  dataDir: string;
  /** PostgreSQL settings for the one that starts the server, e.g. no fsync for throw-away data. */
  settings?: Record<string, string>;
  /** Starts the server again when it dies while this process uses it. */
  keepsRunning?: boolean;
}

/** Joins the folder's server or starts it; the last process to release it, or to exit, ends it. */
export async function joinEmbedded(input: JoinEmbeddedInput): Promise<Database> {
  const home = prepareHome(input.dataDir);
  return withLock(home.dir, async () => {
    const member = addMember(home.dir);
    try {
      const server = findServer(home) ?? (await startServer(home, input.settings ?? {}));
      await waitUntilReady(home, server);
      const keeper =
        input.keepsRunning === true ? keepRunning(home, input.settings ?? {}) : undefined;
      const release = releaseOnce(home, member);
      return {
        url: serverUrl(home, server),
        release: async () => {
          keeper?.stop();
          await release();
        },
      };
    } catch (error) {
      removeMember(home.dir, member);
      throw error;
    }
  });
}

function releaseOnce(home: Home, member: string): () => Promise<void> {
  const onExit = () => {
    releaseAtExit(home, member);
  };
  process.once("exit", onExit);
  let released: Promise<void> | undefined;
  return () => {
    process.off("exit", onExit);
    released ??= withLock(home.dir, async () => {
      if (!removeMember(home.dir, member)) await stopServer(home);
    });
    return released;
  };
}

// Nothing can be awaited here. If another process holds the lock, it is joining or stopping: leave it to that one.
function releaseAtExit(home: Home, member: string): void {
  const lock = tryLock(home.dir);
  if (lock === null) return;
  try {
    if (removeMember(home.dir, member)) return;
    const server = findServer(home);
    if (server !== null) process.kill(server.pid, "SIGINT");
  } catch (error) {
    log("warn", "database.release_failed", { error });
  } finally {
    unlock(lock);
  }
}
