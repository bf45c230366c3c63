import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Who runs PostgreSQL, which refuses root. Undefined: the account of this process. */
export interface Account {
  uid: number;
  gid: number;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** As root: the owner of a data folder made earlier, else `nobody`. */
export function chooseAccount(dataDir: string): Account | undefined {
  if (!isRoot()) return undefined;
  const made = statSync(dataDir, { throwIfNoEntry: false });
  if (made !== undefined && made.uid !== 0) return { uid: made.uid, gid: made.gid };
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid = "65534", gid = "65534"] = line?.split(":") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** True when the account may enter `dir`, judged by the permission bits of it and of all folders above. */
export function canReach(dir: string, account: Account | undefined): boolean {
  if (account === undefined) return true;
  for (let folder = dir; ; folder = dirname(folder)) {
    if (!mayEnter(folder, account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(dir: string, account: Account): boolean {
  const { uid, gid, mode } = statSync(dir);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
