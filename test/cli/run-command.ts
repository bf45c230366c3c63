import { spawn } from "node:child_process";

/**
 * Runs a command and returns its exit code; 1 when it could not run. It writes into this terminal, unless `onOutput`
 * takes what it says.
 */
export function runCommand(
  [name = "", ...args]: string[],
  onOutput?: (text: string) => void,
): Promise<number> {
  const child = spawn(name, args, {
    stdio: onOutput === undefined ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => onOutput?.(text));
  }
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.once("SIGINT", forward).once("SIGTERM", forward);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${name}: ${error.message}\n`);
      resolve(1);
    });
    child.once("close", (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}
