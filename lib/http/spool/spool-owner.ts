import {
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isProcessAlive, ownProcessMark } from "../../db/index.ts";

// A process elsewhere cannot be looked at, but while it has calls it touches its own mark every second.
const SILENT_MS = 30_000;

const Owner = z.object({ place: z.string(), mark: z.string() });

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

/** Says in the folder that this process lives: makes its mark, or touches it. */
export function announce(dir: string, self: string): void {
  const path = join(dir, `${self}.owner`);
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const owner: z.output<typeof Owner> = { place: ownPlace(), mark: ownProcessMark() };
    writeFileSync(path, JSON.stringify(owner), { mode: 0o600 });
  }
}

interface Seen {
  touched: number;
  since: number;
}

/**
 * Tells which owners are dead. Of one elsewhere only its mark is seen: it is dead when nobody touched that for half a
 * minute of our own running time. What the mark's time says does not matter, so no clock that jumps can kill.
 */
export function watchOwners(now: () => number = () => performance.now()) {
  const seen = new Map<string, Seen>();
  return {
    isDead: (path: string): boolean => {
      const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      // An owner announces itself before its first file, so a file without one was left over by a clean-up.
      if (touched === undefined) return true;
      const owner = readOwner(path);
      if (owner?.place === ownPlace()) return !isProcessAlive(owner.mark);
      const before = seen.get(path);
      const since = before?.touched === touched ? before.since : now();
      seen.set(path, { touched, since });
      const isDead = now() - since > SILENT_MS;
      if (isDead) seen.delete(path);
      return isDead;
    },
  };
}

// Where a process id means the same process: containers that share a folder do not share their ids.
function ownPlace(): string {
  const space = process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";
  return `${hostname()} ${space}`;
}

// Half written or gone: whether it is touched decides.
function readOwner(path: string): z.output<typeof Owner> | null {
  try {
    return Owner.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}
