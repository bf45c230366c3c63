import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmdirSync } from "node:fs";
import { statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { log } from "../../log.ts";
import { canReach, chooseAccount } from "./account.ts";
import type { Account } from "./account.ts";

export interface Home {
  /** Locks, members, password and, when needed, a copy of the program. */
  dir: string;
  dataDir: string;
  account: Account | undefined;
}

/** The embedded server's folder: `DATA_DIR/postgres`, or a link there to one its account can reach. */
export function prepareHome(dataDir: string): Home {
  mkdirSync(dataDir, { recursive: true });
  const wanted = join(realpathSync(dataDir), "postgres");
  if (statSync(wanted, { throwIfNoEntry: false }) === undefined) makeHome(wanted);
  const dir = realpathSync(wanted);
  const clusterDir = join(dir, "data");
  return { dir, dataDir: clusterDir, account: chooseAccount(clusterDir) };
}

// Data of an earlier DATA_DIR must not come back under a new one of the same path: each gets a new folder.
function makeHome(wanted: string): void {
  const parent = dirname(wanted);
  if (canReach(parent, chooseAccount(wanted))) {
    mkdirSync(wanted, { recursive: true });
    openToPass(wanted);
    return;
  }
  const reachable = mkdtempSync("/var/lib/logbook-");
  openToPass(reachable);
  if (linkFirst(reachable, wanted)) {
    log("info", "database.moved_out", { folder: reachable, instead: wanted });
  } else {
    rmdirSync(reachable);
  }
}

// The server's account passes through to its own folder; the files beside that are not for it.
function openToPass(dir: string): void {
  chmodSync(dir, 0o711);
}

function linkFirst(target: string, path: string): boolean {
  try {
    symlinkSync(target, path, "dir");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
