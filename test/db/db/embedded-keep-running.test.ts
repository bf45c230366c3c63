import { rmSync } from "node:fs";
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
  const [row] = await db.$queryRaw<{ pid: number }[]>`
    SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid`;

  process.kill(row?.pid ?? 0, "SIGKILL");
  await until(
    async () =>
      db.$queryRaw`SELECT n FROM kept`.then(
        (rows) => (rows as unknown[]).length === 1,
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

function withoutPort(url: string): string {
  return Object.assign(new URL(url), { port: "" }).href;
}

async function joinable(dir: string): Promise<string> {
  const again = await joinEmbedded({ dataDir: dir });
  await again.release();
  return again.url;
}
