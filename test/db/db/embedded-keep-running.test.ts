import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, expect, test } from "vitest";
import { joinEmbedded } from "../../../lib/db/embedded/join.ts";
import { openDb } from "../../../lib/db/index.ts";
import { makeTempDir } from "../../support/temp-dir.ts";
import { until } from "../../support/index.ts";

const dataDir = makeTempDir("logbook-keep-running-");
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

test("a server that dies is started again on its port, and its users' clients work on", async () => {
  const database = await joinEmbedded({ dataDir, keepsRunning: true });
  const { db, close } = openDb({ url: database.url });
  await db.$executeRaw`CREATE TABLE kept (n integer)`;
  await db.$executeRaw`INSERT INTO kept VALUES (1)`;
  const server = async (): Promise<number> => {
    const [row] = await db.$queryRaw<{ pid: number }[]>`
      SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid FROM kept WHERE n = 1`;
    return row?.pid ?? 0;
  };
  const before = await server();

  process.kill(before, "SIGKILL");
  // What the dead server began may still answer for a moment.
  await until(
    async () =>
      server().then(
        (pid) => pid !== 0 && pid !== before,
        () => false,
      ),
    { timeoutMs: 60_000 },
  );

  await close();
  expect(await joinable(dataDir)).toBe(database.url);
  await database.release();
  // Once it has stopped, anybody may take its port.
  expect(withoutPort(await joinable(dataDir))).toBe(withoutPort(database.url));
});

test("a server waits a moment for its port, which a dead one may still hold", async () => {
  const dir = makeTempDir("logbook-former-port-");
  const url = await joinable(dir);
  const holder = createServer();
  await new Promise<void>((resolve) => {
    holder.listen(Number(new URL(url).port), "127.0.0.1", resolve);
  });
  const opened = setTimeout(() => holder.close(), 500);
  try {
    expect(await joinable(dir)).toBe(url);
  } finally {
    clearTimeout(opened);
    holder.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

function withoutPort(url: string): string {
  return Object.assign(new URL(url), { port: "" }).href;
}

async function joinable(dir: string): Promise<string> {
  const again = await joinEmbedded({ dataDir: dir });
  await again.release();
  return again.url;
}
