import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, ownMark } from "./process-mark.ts";

/** Notes that this process uses the server of `home`; call under its lock. */
export function addMember(home: string): string {
  const dir = membersDir(home);
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${process.pid}-${randomBytes(4).toString("hex")}`);
  writeFileSync(path, ownMark());
  return path;
}

/** Removes one member and the dead ones; true when somebody is left. */
export function removeMember(home: string, member: string): boolean {
  rmSync(member, { force: true });
  let isUsed = false;
  for (const name of readdirSync(membersDir(home))) {
    const path = join(membersDir(home), name);
    if (isAlive(readFileSync(path, "utf8"))) isUsed = true;
    else rmSync(path, { force: true });
  }
  return isUsed;
}

function membersDir(home: string): string {
  return join(home, "members");
}
