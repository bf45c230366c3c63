import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statfsSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MOUNTS = "/proc/mounts";
const MEMORY_DISK = "/dev/shm";
const NEEDED_BYTES = 6 * 2 ** 30;

/** A new folder that every account may enter: as root, PostgreSQL runs under another one. */
export function makeTempDir(prefix: string): string {
  return makeDir(tmpdir(), prefix);
}

/**
 * Such a folder for the data of a PostgreSQL that nobody needs afterwards: in memory where there is plenty.
 * Each database is four hundred files, which a disk takes five times as long to make.
 */
export function makeServerDir(prefix: string): string {
  return makeDir(hasMemoryDisk() ? MEMORY_DISK : tmpdir(), prefix);
}

function makeDir(parent: string, prefix: string): string {
  const dir = mkdtempSync(join(realpathSync(parent), prefix));
  chmodSync(dir, 0o755);
  return dir;
}

export function hasMemoryDisk(): boolean {
  if (!existsSync(MOUNTS)) return false;
  const mounts = readFileSync(MOUNTS, "utf8").split("\n");
  const mount = mounts.map((line) => line.split(" ")).findLast(([, path]) => path === MEMORY_DISK);
  const [, , type = "", options = ""] = mount ?? [];
  // The folder may get a copy of the server's programs, which must run there.
  if (type !== "tmpfs" || !/^rw\b/.test(options) || /\bnoexec\b/.test(options)) return false;
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return Math.min(bavail * bsize, process.availableMemory()) > NEEDED_BYTES;
}
