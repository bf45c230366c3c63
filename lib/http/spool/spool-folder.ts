import { randomBytes } from "node:crypto";
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { announce, isMissing, watchOwners } from "./spool-owner.ts";

const CALLS = /^(\d{15}-[0-9a-f]{8})\.([0-9a-f]{16})\.calls$/;
const OWNER = /^([0-9a-f]{16})\.owner$/;
const FORGOTTEN_MS = 24 * 3_600_000;

export interface SpoolFolder {
  dir: string;
  /** Path for a new file of this process; it sorts behind all earlier ones. */
  newFile(): string;
  /** Files of this process, oldest first, after taking over those of processes that are gone. */
  claim(): string[];
  /** Size of all calls kept here, whoever owns them. */
  bytes(): number;
}

/**
 * The folder that several processes keep their calls in, each in files of its own: the owner stands in a file's
 * name, and renaming it is how a dead owner's file changes hands, which succeeds for one heir only.
 */
export function openSpoolFolder(dir: string, now?: () => number): SpoolFolder {
  const life = watchOwners(now);
  const self = randomBytes(8).toString("hex");
  let newest = 0;
  const ownPath = (order: string): string => join(dir, `${order}.${self}.calls`);

  const claim = (): string[] => {
    const names = list(dir);
    const files = names.flatMap((name) => toFile(name));
    if (files.length === 0) return [];
    announce(dir, self);
    const owners = new Set(files.map(({ owner }) => owner));
    owners.delete(self);
    const dead = new Set([...owners].filter((owner) => life.isDead(join(dir, `${owner}.owner`))));
    const owned = files.filter(
      ({ name, order, owner }) =>
        owner === self || (dead.has(owner) && take(join(dir, name), ownPath(order))),
    );
    for (const owner of dead) rmSync(join(dir, `${owner}.owner`), { force: true });
    forgetOld(dir, names, { owners, self });
    return owned.map(({ order }) => ownPath(order)).toSorted();
  };

  return {
    dir,
    claim,
    newFile: () => {
      announce(dir, self);
      // Keeps its name but for the owner when it changes hands, so two must never be alike.
      // And keeps the order of its process's files when the clock goes back.
      newest = Math.max(Date.now(), newest + 1);
      return ownPath(`${String(newest).padStart(15, "0")}-${randomBytes(4).toString("hex")}`);
    },
    bytes: () => list(dir).reduce((sum, name) => sum + sizeOf(join(dir, name)), 0),
  };
}

interface CallsFile {
  name: string;
  order: string;
  owner: string;
}

function toFile(name: string): CallsFile[] {
  const [, order, owner] = CALLS.exec(name) ?? [];
  return order === undefined || owner === undefined ? [] : [{ name, order, owner }];
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function take(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

// Marks of processes that left nothing behind. By the clock on the wall, which may be wrong: a living process makes
// its mark anew before its next file, and one with files is not touched here.
function forgetOld(
  dir: string,
  names: string[],
  { owners, self }: { owners: Set<string>; self: string },
): void {
  for (const owner of names.flatMap((name) => OWNER.exec(name)?.[1] ?? [])) {
    if (owner === self || owners.has(owner)) continue;
    const path = join(dir, `${owner}.owner`);
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - touched > FORGOTTEN_MS) rmSync(path, { force: true });
  }
}
