import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { childEnv } from "../../lib/env.ts";
import { root } from "../bench/bed.ts";
import { until } from "../support/until.ts";

export interface Exit {
  code: number | null;
  signal: string | null;
  ms: number;
}

export interface Program {
  name: string;
  isRunning(): boolean;
  /** Starts it with these additions and waits until it says that it is ready; false when it ended before. */
  start(extra?: StartExtra): Promise<boolean>;
  kill(): Promise<void>;
  /** Asks it to end and waits for that. */
  stop(): Promise<Exit>;
  exited(): Promise<Exit>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  output(): string;
  /** Ends that nobody here asked for. */
  ownEnds(): string[];
}

export interface StartExtra {
  env?: Record<string, string>;
  /** The process's clock jumps by so much, so long after its start. */
  clock?: { offsetMs: number; afterMs: number } | undefined;
  /** Where its log goes instead of the suite's folder; nobody then waits for its first words. */
  logPath?: string;
}

interface ProgramInput {
  name: string;
  script: string;
  /** What it logs when it is ready. */
  readyEvent: string;
  logDir: string;
  env: Record<string, string>;
}

const LAST_WORDS = 12;
const CLOCK = `${import.meta.dirname}/shift-clock.ts`;

/** A real process of the product that the suite starts, kills, freezes and starts again. */
export function makeProgram(input: ProgramInput): Program {
  const ownLog = `${input.logDir}/${input.name}.log`;
  const output = (): string => (existsSync(ownLog) ? readFileSync(ownLog, "utf8") : "");
  const ownEnds: string[] = [];
  let child: ChildProcess | undefined;
  // Of the process that runs: others may end it while it is still awaited.
  let life = { isAwaited: false, isEnded: false };
  const isRunning = (): boolean =>
    child !== undefined && child.exitCode === null && child.signalCode === null;

  const exited = async (): Promise<Exit> => {
    const startedAt = performance.now();
    if (child === undefined) throw new Error(`${input.name} was never started.`);
    if (isRunning()) await once(child, "exit");
    const { exitCode: code, signalCode: signal } = child;
    return { code, signal, ms: performance.now() - startedAt };
  };

  return {
    name: input.name,
    isRunning,
    exited,
    output,
    ownEnds: () => ownEnds,
    start: async ({ env, clock, logPath }: StartExtra = {}) => {
      if (isRunning()) return true;
      const before = output().length;
      child = spawnProgram(input, { ...(env && { env }), clock, logPath: logPath ?? ownLog });
      // Without a database it ends at once, and who started it tries again; later ends are its own.
      const own = { isAwaited: true, isEnded: env?.["FAULT_POINT"] !== undefined };
      life = own;
      child.once("exit", (code, signal) => {
        if (own.isAwaited || own.isEnded) return;
        ownEnds.push(`${input.name} ended by itself: ${code ?? signal ?? "?"}${lastOf(output())}`);
      });
      if (logPath !== undefined) return true;
      const isReady = (): boolean => output().indexOf(`"${input.readyEvent}"`, before) >= 0;
      await until(() => isReady() || !isRunning(), { timeoutMs: 120_000, what: input.name });
      own.isAwaited = !isReady();
      return isReady();
    },
    kill: async () => {
      if (!isRunning()) return;
      life.isEnded = true;
      child?.kill("SIGKILL");
      await exited();
    },
    stop: async () => {
      const ending = exited();
      life.isEnded = true;
      child?.kill("SIGTERM");
      return ending;
    },
    signal: (name) => child?.kill(name),
  };
}

function spawnProgram(
  { script, env: ownEnv }: ProgramInput,
  { env, clock, logPath }: StartExtra & { logPath: string },
): ChildProcess {
  const log = openSync(logPath, "a");
  const child = spawn(process.execPath, [...clockArgs(clock), script], {
    cwd: root,
    stdio: ["ignore", log, log],
    env: childEnv({ ...ownEnv, ...env }),
  });
  closeSync(log);
  return child;
}

function lastOf(output: string): string {
  return ["", ...output.trimEnd().split("\n").slice(-LAST_WORDS)].join("\n");
}

function clockArgs(clock: StartExtra["clock"]): string[] {
  if (clock === undefined) return [];
  return ["--import", `${CLOCK}?offset=${clock.offsetMs}&after=${clock.afterMs}`];
}
