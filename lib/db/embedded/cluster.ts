import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAppError } from "../../errors.ts";
import { log } from "../../log.ts";
import type { Home } from "./home.ts";
import { runProgram } from "./run-program.ts";

export const CLUSTER_USER = "logbook";

export function clusterPassword(home: Home): string {
  return readFileSync(passwordPath(home), "utf8");
}

/** Makes the data folder once; a half-made one of a killed start is thrown away. */
export async function makeCluster(home: Home, binDir: string): Promise<void> {
  if (existsSync(join(home.dataDir, "PG_VERSION"))) return;
  const password = randomBytes(24).toString("base64url");
  writeFileSync(passwordPath(home), password, { mode: 0o600 });
  const draft = `${home.dataDir}.draft`;
  const handed = `${home.dataDir}.password`;
  try {
    writeFileSync(handed, password, { mode: 0o600 });
    if (home.account) chownSync(handed, home.account.uid, home.account.gid);
    await initdb(home, { binDir, draft, handed });
  } finally {
    rmSync(handed, { force: true });
  }
  renameSync(draft, home.dataDir);
}

// Case folding and trigrams of Cyrillic need a UTF-8 character type; its name differs between systems.
const CHARACTER_TYPES = ["C.UTF-8", "en_US.UTF-8", "C"];

async function initdb(
  home: Home,
  input: { binDir: string; draft: string; handed: string },
): Promise<void> {
  const fixed = ["-D", input.draft, "-U", CLUSTER_USER, "--encoding=UTF8", "--no-instructions"];
  const access = ["--auth=scram-sha-256", `--pwfile=${input.handed}`];
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  for (const type of CHARACTER_TYPES) {
    rmSync(input.draft, { recursive: true, force: true });
    mkdirSync(input.draft, { mode: 0o700 });
    if (home.account) chownSync(input.draft, home.account.uid, home.account.gid);
    const args = [...fixed, ...access, ...locale, `--lc-ctype=${type}`];
    try {
      await runProgram(home, { binDir: input.binDir, name: "initdb", args });
      return;
    } catch (error) {
      if (!isAppError(error) || type === CHARACTER_TYPES.at(-1)) throw error;
      log("debug", "database.locale_refused", { type, error });
    }
  }
}

function passwordPath(home: Home): string {
  return join(home.dir, "password");
}
