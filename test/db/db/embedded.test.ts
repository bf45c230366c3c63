import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { joinEmbedded } from "../../../lib/db/embedded/join.ts";
import { processMark } from "../../../lib/db/embedded/process-mark.ts";
import { childEnv } from "../../../lib/env.ts";
import { until } from "../../support/index.ts";
import { onServer } from "../../support/server.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

let dataDir = "";
let children: ChildProcess[] = [];
const dirs: string[] = [];

beforeEach(() => {
  dataDir = makeTempDir("logbook-embedded-");
  dirs.push(dataDir);
});

afterEach(async () => {
  for (const child of children) await kill(child);
  children = [];
  // Whoever comes last ends what the killed ones left.
  await (await joinEmbedded({ dataDir })).release();
});

afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

interface Child {
  process: ChildProcess;
  url: string;
}

async function startChild(ending: "release" | "exit" = "release"): Promise<Child> {
  const args = ["test/support/embedded-child.ts", dataDir, ending];
  const child = spawn(process.execPath, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: childEnv({ DATABASE_URL: undefined }),
  });
  children.push(child);
  for await (const url of createInterface(child.stdout)) return { process: child, url };
  throw new Error("The child ended without an address.");
}

async function leave(child: Child): Promise<void> {
  child.process.stdin?.write("go\n");
  if (child.process.exitCode === null) await once(child.process, "exit");
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

function serverPid(): number {
  const path = join(dataDir, "postgres", "data", "postmaster.pid");
  return existsSync(path) ? Number(readFileSync(path, "utf8").split("\n")[0]) : 0;
}

function isRunning(pid: number): boolean {
  return pid > 0 && processMark(pid) !== null;
}

describe("the embedded server", () => {
  test("is started by the first process, joined by others and ended by the last", async () => {
    const [first, second] = await Promise.all([startChild(), startChild()]);
    const third = await joinEmbedded({ dataDir });
    const pid = serverPid();

    expect(new Set([first.url, second.url, third.url]).size).toBe(1);
    expect(await onServer(third.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);

    await leave(first);
    await third.release();
    expect(await onServer(third.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);

    await leave(second);
    expect(isRunning(pid)).toBe(false);
    expect(serverPid()).toBe(0);
  });

  test("keeps its data over a stop", async () => {
    const first = await joinEmbedded({ dataDir });
    await onServer(first.url, "CREATE TABLE kept AS SELECT 42 AS value");
    await first.release();

    const second = await joinEmbedded({ dataDir });

    expect(await onServer(second.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
    await second.release();
  });

  test("survives kill -9 of the process that started it while others use it", async () => {
    const owner = await startChild();
    const other = await startChild();

    await kill(owner.process);

    expect(await onServer(other.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    const pid = serverPid();
    await leave(other);
    expect(isRunning(pid)).toBe(false);
  });

  test("is found again, and ended, when kill -9 took all its processes", async () => {
    const owner = await startChild();
    const pid = serverPid();
    await kill(owner.process);

    const next = await joinEmbedded({ dataDir });
    expect(next.url).toBe(owner.url);
    await next.release();

    expect(isRunning(pid)).toBe(false);
  });

  test("starts again on the pid file of a server that was killed -9", async () => {
    const owner = await startChild();
    const pid = serverPid();
    await onServer(owner.url, "CREATE TABLE kept AS SELECT 42 AS value");
    await kill(owner.process);
    process.kill(pid, "SIGKILL");
    await until(() => !isRunning(pid));

    const next = await joinEmbedded({ dataDir });

    expect(serverPid()).not.toBe(pid);
    expect(await onServer(next.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
    await next.release();
  });

  test("does not take another program with the pid of a dead server for it", async () => {
    await (await joinEmbedded({ dataDir })).release();
    const pidFile = join(dataDir, "postgres", "data", "postmaster.pid");
    writeFileSync(pidFile, `${process.pid}\n/x\n0\n5432\n\n127.0.0.1\n\nready\n`);

    const next = await joinEmbedded({ dataDir });

    expect(serverPid()).not.toBe(process.pid);
    await next.release();
  });

  test("is ended by the last process also when that one just exits", async () => {
    const child = await startChild("exit");
    const pid = serverPid();

    await leave(child);

    await until(() => !isRunning(pid));
  });

  test("throws a half-made data folder away", async () => {
    mkdirSync(join(dataDir, "postgres", "data.draft", "base"), { recursive: true });
    writeFileSync(join(dataDir, "postgres", "data.draft", "PG_VERSION"), "18");

    const { url, release } = await joinEmbedded({ dataDir });

    expect(await onServer(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await release();
  });

  test("listens on the loopback only, asks for its password and shows it to nobody", async () => {
    const { url, release } = await joinEmbedded({ dataDir });
    const wrong = new URL(url);
    wrong.password = "wrong";
    const home = join(dataDir, "postgres");

    expect(wrong.hostname).toBe("127.0.0.1");
    expect(await onServer(url, "SHOW listen_addresses")).toEqual([
      { listen_addresses: "127.0.0.1" },
    ]);
    await expect(onServer(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
    expect(statSync(join(home, "password")).mode & 0o077).toBe(0);
    expect(statSync(join(home, "data")).mode & 0o077).toBe(0);
    expect(readdirSync(home).filter((name) => name.endsWith(".password"))).toEqual([]);
    await release();
  });

  test("names DATABASE_URL where there is no program for the platform", async () => {
    vi.spyOn(process, "cwd").mockReturnValue(dataDir);

    await expect(joinEmbedded({ dataDir })).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("set DATABASE_URL") as string,
    });
    vi.restoreAllMocks();
  });

  test("folds and indexes Cyrillic text", async () => {
    const { url, release } = await joinEmbedded({ dataDir });
    await onServer(url, "CREATE EXTENSION pg_trgm");

    const rows = await onServer(
      url,
      "SELECT 'Привет' ILIKE 'пРИ%' AS like, array_length(show_trgm('Привет'), 1) AS trigrams",
    );

    expect(rows).toEqual([{ like: true, trigrams: 7 }]);
    await release();
  });
});
