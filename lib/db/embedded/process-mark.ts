import { readFileSync } from "node:fs";

/**
 * A text that names a living process and no later one with the same id; null when it is gone.
 * Process ids repeat after a restart of a container, so on Linux its start time is part of it.
 */
export function processMark(pid: number): string | null {
  if (process.platform === "linux") return linuxMark(pid);
  try {
    process.kill(pid, 0);
    return String(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? String(pid) : null;
  }
}

function linuxMark(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return null;
  const bootId = readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${pid} ${fields[18] ?? ""} ${bootId}`;
}

export function isAlive(mark: string): boolean {
  const pid = Number.parseInt(mark, 10);
  return Number.isSafeInteger(pid) && pid > 0 && processMark(pid) === mark;
}

export function ownMark(): string {
  return processMark(process.pid) ?? String(process.pid);
}

/** False only when the system can tell that this process runs something else. */
export function mayBePostgres(pid: number): boolean {
  if (processMark(pid) === null) return false;
  if (process.platform !== "linux") return true;
  return readOrNull(`/proc/${pid}/cmdline`)?.includes("postgres") ?? false;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}
