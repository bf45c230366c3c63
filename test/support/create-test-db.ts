import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { openDb } from "../../lib/db/index.ts";
import type { RootDb } from "../../lib/db/index.ts";
import { onServer, withDatabase } from "./server.ts";

export interface TestDb {
  db: RootDb;
  url: string;
}

/**
 * A migrated database of this test file's own. Await it at the top level of the file: it is dropped after
 * the file's tests, and `processDb()` of the code under test returns it.
 */
export async function createTestDb(input: { maxConnections?: number } = {}): Promise<TestDb> {
  const template = new URL(inject("templateUrl")).pathname.slice(1);
  const url = await createDatabase(`TEMPLATE ${template}`);
  const { db, close } = openDb({ url, maxConnections: input.maxConnections ?? 5 });
  const shared = globalThis as Record<symbol, unknown>;
  shared[Symbol.for("logbook.process-db")] = Promise.resolve(db);
  afterAll(async () => {
    await close();
    await dropDatabase(url);
  });
  return { db, url };
}

/** Address of a database without any table, for what migrates or breaks one itself. */
export async function createEmptyDb(): Promise<string> {
  const url = await createDatabase("");
  afterAll(() => dropDatabase(url));
  return url;
}

async function createDatabase(options: string): Promise<string> {
  const template = new URL(inject("templateUrl")).pathname.slice(1);
  const name = template.replace(/template$/, randomBytes(5).toString("hex"));
  await onServer(maintenanceUrl(), `CREATE DATABASE ${name} ${options}`);
  return withDatabase(maintenanceUrl(), name);
}

async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(maintenanceUrl(), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

function maintenanceUrl(): string {
  return withDatabase(inject("templateUrl"), "postgres");
}
