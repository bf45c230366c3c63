import pg from "pg";
import { migrate, openDb } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { isWhole } from "../seed/check.ts";
import { findSeeded, UNLIMITED } from "../seed/database.ts";
import type { SeedPlan } from "../seed/plan.ts";
import { packArchive } from "../seed/pack-archive.ts";
import { seedArchive } from "../seed/seed-archive.ts";
import { onServer, withDatabase } from "../support/server.ts";
import { measureCopy } from "./archive-copy.ts";
import { measureInsert } from "./archive-insert.ts";
import { makePeerTable } from "./archive-peer.ts";
import { measureQueries, type ArchiveBed } from "./archive-query.ts";
import { measureSizes } from "./archive-size.ts";
import type { BenchOptions } from "./bed.ts";
import type { Figure } from "./figure.ts";

const PORTALS = 20;

/** The archive: copying, storing, size and questions, on a seeded archive that is kept for the next time. */
export async function archive(options: BenchOptions): Promise<Figure[]> {
  const bed = await openArchive(options);
  try {
    await makePeerTable(bed.client, options.say);
    const sizes = await measureSizes(bed.client, options.say);
    const queries = await measureQueries(bed);
    const insert = await measureInsert(options);
    const copy = await measureCopy(options);
    return [...copy, ...insert, ...sizes, ...queries];
  } finally {
    await bed.close();
  }
}

type OpenedArchive = ArchiveBed & { close(): Promise<void> };

/** The given database itself when it holds such an archive, else one of its own on the same server. */
export async function openArchive({
  serverUrl,
  entries,
  database,
  say,
}: BenchOptions): Promise<OpenedArchive> {
  if (database !== undefined) return open(database, say);
  const until = new Date(new Date().setUTCHours(0, 0, 0, 0));
  const plan: SeedPlan = { seed: 1, entries, portals: PORTALS, until };
  const given = await open(serverUrl, say);
  if (await holds(given, plan)) return given;
  await given.close();
  const name = `logbook_archive_${entries}`;
  const [found] = await onServer(serverUrl, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (found === undefined) await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = withDatabase(serverUrl, name);
  await migrate(url);
  await installQueues(url);
  const own = await open(url, say);
  const seeded = await findSeeded(own.client, plan);
  if (seeded.kind === "other") throw new Error(`${name} holds another archive: drop it first.`);
  const whole = seeded.kind === "same" ? seeded.plan : plan;
  if (await isWhole(own.client, whole)) await packArchive(own, whole.until);
  else await seedArchive(own, whole);
  return own;
}

async function open(url: string, say: BenchOptions["say"]): Promise<OpenedArchive> {
  const client = new pg.Client({ connectionString: url, ...UNLIMITED });
  await client.connect();
  const { db, close } = openDb({ url, maxConnections: 4 });
  return {
    ...{ url, db, client, say },
    close: async () => {
      await close();
      await client.end();
    },
  };
}

async function holds({ client }: ArchiveBed, plan: SeedPlan): Promise<boolean> {
  const { rows } = await client.query("SELECT 1 WHERE to_regclass('archive_head') IS NOT NULL");
  if (rows.length === 0) return false;
  const seeded = await findSeeded(client, plan);
  return seeded.kind === "same" && (await isWhole(client, seeded.plan));
}
