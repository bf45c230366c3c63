import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { unavailable } from "../../errors.ts";
import { isAlive, ownMark } from "./process-mark.ts";

const FREE = "free";
const POLL_MS = 25;
const MAX_WAIT_MS = 120_000;
const HALF_WRITTEN_MS = 5_000;

/** Runs `work` while no other process is in the same folder's lock; a dead holder's lock is taken over. */
export async function withLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + MAX_WAIT_MS;
  let lock = tryLock(dir);
  while (lock === null) {
    if (Date.now() > giveUpAt) {
      throw unavailable(`${dir} is locked by another process; set DATABASE_URL or stop it.`);
    }
    await wait(POLL_MS);
    lock = tryLock(dir);
  }
  try {
    return await work();
  } finally {
    unlock(lock);
  }
}

// Locks are numbered and the newest file always stays. A stale or free lock is never removed first, it is
// outnumbered: creating the next number decides between rivals, so none can delete another's fresh lock.
export function tryLock(dir: string): string | null {
  const newest = newestLock(dir);
  if (newest > 0 && isHeld(lockPath(dir, newest))) return null;
  const mine = lockPath(dir, newest + 1);
  if (!create(mine)) return null;
  if (newestLock(dir) !== newest + 1) {
    rmSync(mine, { force: true });
    return null;
  }
  for (const number of lockNumbers(dir)) {
    if (number <= newest) rmSync(lockPath(dir, number), { force: true });
  }
  return mine;
}

export function unlock(lock: string): void {
  writeFileSync(lock, FREE);
}

function lockPath(dir: string, number: number): string {
  return join(dir, `lock.${number}`);
}

function lockNumbers(dir: string): number[] {
  return readdirSync(dir).flatMap((name) => {
    const digits = /^lock\.(\d+)$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

function newestLock(dir: string): number {
  return Math.max(0, ...lockNumbers(dir));
}

function isHeld(path: string): boolean {
  try {
    const holder = readFileSync(path, "utf8");
    if (holder === "") return Date.now() - statSync(path).mtimeMs < HALF_WRITTEN_MS;
    return holder !== FREE && isAlive(holder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
}

function create(path: string): boolean {
  try {
    writeFileSync(path, ownMark(), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
