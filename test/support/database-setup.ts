import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { joinEmbedded } from "../../lib/db/embedded/join.ts";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { makeServerDir } from "./temp-dir.ts";
import { onServer, withDatabase } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the run's migrated template; clone it, never connect to it. */
    templateUrl: string;
  }
}

interface Bed {
  templateUrl: string;
  close(): Promise<void>;
}

// Every project calls this file in one process, and they share one template.
const BED = Symbol.for("logbook.test-bed");
const shared = globalThis as { [BED]?: { bed: Promise<Bed>; users: number } | undefined };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const entry = (shared[BED] ??= { bed: makeBed(), users: 0 });
  entry.users += 1;
  project.provide("templateUrl", (await entry.bed).templateUrl);
  return async () => {
    entry.users -= 1;
    if (entry.users > 0) return;
    shared[BED] = undefined;
    await (await entry.bed).close();
  };
}

async function makeBed(): Promise<Bed> {
  const server = await findOrStartServer();
  const prefix = `logbook_test_${randomBytes(4).toString("hex")}`;
  const templateUrl = withDatabase(server.url, `${prefix}_template`);
  await onServer(server.url, `CREATE DATABASE ${prefix}_template`);
  await migrate(templateUrl);
  await installQueues(templateUrl);
  const close = async () => {
    await dropAll(server.url, prefix);
    await server.stop();
  };
  return { templateUrl, close };
}

async function findOrStartServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const dataDir = makeServerDir("logbook-test-db-");
  // Throw-away data: what a crash of the machine would lose is of no interest.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const { url, release } = await joinEmbedded({ dataDir, settings });
  const stop = async () => {
    await release();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, stop };
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const rows = await onServer(
    url,
    `SELECT datname FROM pg_database WHERE datname LIKE '${prefix.replaceAll("_", "\\_")}%'`,
  );
  for (const { datname } of rows) {
    await onServer(url, `DROP DATABASE IF EXISTS ${String(datname)} WITH (FORCE)`);
  }
}
