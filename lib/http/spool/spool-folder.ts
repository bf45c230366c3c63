import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync } from "node:fs";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isProcessAlive, ownProcessMark } from "../../db/index.ts";

const CALLS = /^(\d{15}-[0-9a-f]{8})\.([0-9a-f]{16})\.calls$/;
const OWNER = /^([0-9a-f]{16})\.owner$/;
// A process elsewhere cannot be looked at, but while it has calls it touches its own mark every second.
const SILENT_MS = 30_000;
const FORGOTTEN_MS = 24 * 3_600_000;

const Owner = z.object({ place: z.string(), mark: z.string() });

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
export function openSpoolFolder(dir: string): SpoolFolder {
  const self = randomBytes(8).toString("hex");
  const ownPath = (order: string): string => join(dir, `${order}.${self}.calls`);

  const claim = (): string[] => {
    const names = list(dir);
    const files = names.flatMap((name) => toFile(name));
    if (files.length === 0) return [];
    announce(dir, self);
    const dead = new Set(deadOwners(dir, self, files));
    const owned = files.filter(
      ({ name, order, owner }) =>
        owner === self || (dead.has(owner) && take(join(dir, name), ownPath(order))),
    );
    forgetOwners(dir, names, { dead, self });
    return owned.map(({ order }) => ownPath(order)).toSorted();
  };

  return {
    dir,
    claim,
    newFile: () => {
      announce(dir, self);
      // Keeps its name but for the owner when it changes hands, so two must never be alike.
      return ownPath(`${String(Date.now()).padStart(15, "0")}-${randomBytes(4).toString("hex")}`);
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

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function announce(dir: string, self: string): void {
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

// Where a process id means the same process: containers that share a folder do not share their ids.
function ownPlace(): string {
  const space = process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";
  return `${hostname()} ${space}`;
}

function deadOwners(dir: string, self: string, files: CallsFile[]): string[] {
  const others = new Set(files.map(({ owner }) => owner));
  others.delete(self);
  return [...others].filter((owner) => isDead(join(dir, `${owner}.owner`)));
}

// An owner announces itself before its first file, so a file without one was left over by a clean-up.
function isDead(path: string): boolean {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined) return true;
  const owner = readOwner(path);
  const isSilent = Date.now() - touched > SILENT_MS;
  return owner?.place === ownPlace() ? !isProcessAlive(owner.mark) : isSilent;
}

// Half written or gone: the time of the last touch decides.
function readOwner(path: string): z.output<typeof Owner> | null {
  try {
    return Owner.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
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

// Only after their files changed hands, so that nobody takes a file for one of a living owner.
function forgetOwners(
  dir: string,
  names: string[],
  input: { dead: Set<string>; self: string },
): void {
  for (const owner of names.flatMap((name) => OWNER.exec(name)?.[1] ?? [])) {
    const path = join(dir, `${owner}.owner`);
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const isForgotten = owner !== input.self && Date.now() - touched > FORGOTTEN_MS;
    if (input.dead.has(owner) || isForgotten) rmSync(path, { force: true });
  }
}
