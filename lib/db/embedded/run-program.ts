import { spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv } from "../../env.ts";
import { unavailable } from "../../errors.ts";
import type { Home } from "./home.ts";

interface RunProgramInput {
  binDir: string;
  name: "initdb" | "pg_ctl";
  args: string[];
}

/** Runs one of PostgreSQL's programs as the home's account; its last words go into the error. */
export async function runProgram(home: Home, input: RunProgramInput): Promise<void> {
  const child = spawn(join(input.binDir, input.name), input.args, {
    cwd: home.dir,
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
    env: childEnv({ LC_MESSAGES: "C", PGPORT: undefined, PGDATA: undefined, PGOPTIONS: undefined }),
    ...home.account,
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-2_000);
  });
  // "exit", not "close": on Windows the started server keeps the pipe.
  const end = await new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(code === 0 ? "" : `${input.name} ended with ${signal ?? String(code)}`);
    });
  });
  child.stderr.destroy();
  if (end !== "") {
    const hint = "Set DATABASE_URL to use another PostgreSQL.";
    throw unavailable(`The embedded PostgreSQL did not run: ${end}. ${words.trim()} ${hint}`);
  }
}
