import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { openDb, type RootDb } from "../../lib/db/index.ts";
import { childEnv } from "../../lib/env.ts";
import { keyRing } from "../../lib/key-ring.ts";
import { onServer, withDatabase } from "../support/server.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface BenchOptions {
  /** PostgreSQL that the bench works on. */
  serverUrl: string;
  entries: number;
  /** An archive that is there already, whatever it holds. */
  database?: string;
  /** Of the bench of waiting runs. */
  waitingRuns: number;
  waitingPortals: number;
  say: (line: string) => void;
}

export interface BenchDb {
  url: string;
  db: RootDb;
  drop(): Promise<void>;
}

export async function makeBenchDb(serverUrl: string): Promise<BenchDb> {
  const name = `logbook_bench_${randomBytes(4).toString("hex")}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = withDatabase(serverUrl, name);
  const { db, close } = openDb({ url });
  const drop = async (): Promise<void> => {
    await close();
    await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url, db, drop };
}

/** What the bench seals is opened by the processes that it starts: they get this as APP_SECRETS. */
export function ringText(): string {
  return keyRing()
    .map(({ id, key }) => `${id}:${key.toString("base64")}`)
    .join(",");
}

export interface Started {
  stop(): Promise<void>;
}

/** Starts a program of ours as its own process and waits until `address` answers 200. */
export async function startProgram(input: {
  args: string[];
  env: Record<string, string>;
  address: string;
}): Promise<Started> {
  return startProcess({ ...input, isReady: async () => answers(input.address) });
}

export async function startProcess(input: {
  args: string[];
  env: Record<string, string>;
  isReady: () => Promise<boolean>;
}): Promise<Started> {
  const child = spawn(process.execPath, input.args, {
    cwd: root,
    env: childEnv(input.env),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = (): void => {
    child.kill("SIGTERM");
  };
  process.once("exit", end);
  const giveUpAt = Date.now() + 60_000;
  while (!(await input.isReady())) {
    if (child.exitCode !== null) throw new Error(`${input.args[0] ?? ""} ended at once.`);
    if (Date.now() > giveUpAt) {
      child.kill("SIGKILL");
      throw new Error(`${input.args[0] ?? ""} is not ready after a minute.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    stop: async () => {
      process.off("exit", end);
      end();
      await ended;
    },
  };
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).status === 200;
  } catch {
    return false;
  }
}
