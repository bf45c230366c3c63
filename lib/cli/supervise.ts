import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { log } from "../log.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const CALM_MS = 60_000;
// A little more than the 25 s that a process takes to hand back its work.
const STOP_LIMIT_MS = 28_000;

export interface Supervised {
  /** Asks the process to end and waits; it is killed when it has not ended in time. */
  stop(): Promise<void>;
}

interface SuperviseInput {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Keeps one process of ours running: when it dies it is started again, with longer pauses while it keeps dying. */
export function supervise(input: SuperviseInput): Supervised {
  let isStopping = false;
  let child: ChildProcess | undefined;
  const stopped = new AbortController();

  const run = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!isStopping) {
      const startedAt = Date.now();
      child = spawn(process.execPath, input.args, {
        cwd: input.cwd,
        env: input.env,
        stdio: ["ignore", "inherit", "inherit"],
      });
      const code = await ended(child);
      if (isStopping) return;
      if (Date.now() - startedAt > CALM_MS) pauseMs = FIRST_PAUSE_MS;
      log("error", "start.process_died", { name: input.name, exitCode: code, pauseMs });
      await delay(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  const running = run();

  return {
    stop: async () => {
      isStopping = true;
      stopped.abort();
      child?.kill("SIGTERM");
      const timer = setTimeout(() => child?.kill("SIGKILL"), STOP_LIMIT_MS);
      await running;
      clearTimeout(timer);
    },
  };
}

async function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? signal);
    });
  });
}
