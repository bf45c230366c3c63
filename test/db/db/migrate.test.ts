import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../../lib/db/index.ts";
import { createEmptyDb } from "../../support/index.ts";
import { onServer } from "../../support/server.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

const url = await createEmptyDb();
const real = await createEmptyDb();
const dir = makeTempDir("logbook-migrations-");
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(dir, name), { recursive: true });
  writeFileSync(join(dir, name, "migration.sql"), sql);
}

async function applied(): Promise<Record<string, unknown>[]> {
  return onServer(url, "SELECT * FROM _prisma_migrations ORDER BY migration_name");
}

beforeEach(async () => {
  await onServer(url, "DROP SCHEMA public CASCADE");
  await onServer(url, "CREATE SCHEMA public");
  rmSync(dir, { recursive: true });
  write("1_first", "CREATE TABLE one (id int); INSERT INTO one VALUES (1);");
  write("2_second", "CREATE TABLE two (id int); INSERT INTO two SELECT id FROM one;");
});

describe("migrate", () => {
  test("applies the pending files in order and records them as Prisma does", async () => {
    const names = await migrate(url, dir);

    const rows = await applied();
    const file = readFileSync(join(dir, "1_first", "migration.sql"));
    expect(names).toEqual(["1_first", "2_second"]);
    expect(rows[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      checksum: createHash("sha256").update(file).digest("hex"),
      migration_name: "1_first",
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
    expect(rows[0]?.["finished_at"]).toBeInstanceOf(Date);
    expect(await onServer(url, "SELECT * FROM two")).toEqual([{ id: 1 }]);
  });

  test("has nothing to do the second time, and later only what is new", async () => {
    await migrate(url, dir);
    write("3_third", "CREATE TABLE three (id int)");

    expect(await migrate(url, dir)).toEqual(["3_third"]);
    expect(await migrate(url, dir)).toEqual([]);
  });

  test("applies every file once when five processes start together", async () => {
    const starts = Array.from({ length: 5 }, () => migrate(url, dir));
    const names = (await Promise.all(starts)).flat();

    expect(names.toSorted()).toEqual(["1_first", "2_second"]);
    expect(await applied()).toHaveLength(2);
    expect(await onServer(url, "SELECT * FROM one")).toHaveLength(1);
  });

  test("refuses a file that was edited after it had been applied, and names it", async () => {
    await migrate(url, dir);
    write("1_first", "CREATE TABLE one (id int); -- better");
    write("3_third", "CREATE TABLE three (id int)");

    await expect(migrate(url, dir)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("1_first was edited") as string,
    });
    expect(await applied()).toHaveLength(2);
  });

  test("names a file that fails, leaves nothing of it and can go on once it is right", async () => {
    write("2_second", "CREATE TABLE two (id int); INSERT INTO missing VALUES (1);");

    await expect(migrate(url, dir)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(/2_second failed: .*missing/) as string,
    });
    expect(await onServer(url, "SELECT to_regclass('two') AS found")).toEqual([{ found: null }]);
    expect((await applied()).map((row) => row["migration_name"])).toEqual(["1_first"]);

    write("2_second", "CREATE TABLE two (id int)");
    expect(await migrate(url, dir)).toEqual(["2_second"]);
  });

  test("stops at a migration that another tool left unfinished, and names it", async () => {
    await migrate(url, dir);
    await onServer(
      url,
      "UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_second'",
    );

    await expect(migrate(url, dir)).rejects.toThrow("Migration 2_second failed before");
  });

  test("applies a migration again that another tool has rolled back", async () => {
    await migrate(url, dir);
    await onServer(url, "DROP TABLE two");
    await onServer(
      url,
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '2_second'",
    );

    expect(await migrate(url, dir)).toEqual(["2_second"]);
  });

  test("lets an older version start on the database of a newer one", async () => {
    write("3_third", "CREATE TABLE three (id int)");
    await migrate(url, dir);
    rmSync(join(dir, "3_third"), { recursive: true });

    expect(await migrate(url, dir)).toEqual([]);
  });

  test("waits for Prisma's own lock", async () => {
    const order: string[] = [];
    const holder = onServer(
      url,
      "BEGIN; SELECT pg_advisory_xact_lock(72707369); SELECT pg_sleep(0.4); COMMIT",
    ).then(() => order.push("holder"));
    await lockIsHeld();

    await migrate(url, dir).then(() => order.push("migrate"));
    await holder;

    expect(order).toEqual(["holder", "migrate"]);
  });
});

test("the project's own migrations make an empty database usable", async () => {
  const copy = join(dir, "real");
  cpSync("prisma/migrations", copy, { recursive: true });

  const names = await migrate(real);

  expect(names[0]).toMatch(/^\d{14}_init$/);
  expect(await migrate(real, copy)).toEqual([]);
});

async function lockIsHeld(): Promise<void> {
  for (;;) {
    const rows = await onServer(url, "SELECT 1 FROM pg_locks WHERE objid = 72707369 AND granted");
    if (rows.length > 0) return;
  }
}
