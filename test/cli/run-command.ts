import { spawn } from "node:child_process";

/** Runs a command in this terminal and returns its exit code; 1 when it could not run. */
export function runCommand([name = "", ...args]: string[]): Promise<number> {
  const child = spawn(name, args, { stdio: "inherit", shell: process.platform === "win32" });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.once("SIGINT", forward).once("SIGTERM", forward);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${name}: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}
