import type pg from "pg";
import type { RootDb } from "../../lib/db/index.ts";
import { fillPortal } from "./fill-portal.ts";
import { packArchive } from "./pack-archive.ts";
import { planPortals, type SeedPlan } from "./plan.ts";
import { progressOf } from "./progress.ts";

// One portal's rows are made while the database stores another's.
const LANES = 3;

export interface SeedBed {
  db: RootDb;
  client: pg.Client;
  say: (line: string) => void;
}

/** Fills the database with the archive of the plan, portal by portal; goes on where an earlier run stopped. */
export async function seedArchive({ db, client, say }: SeedBed, plan: SeedPlan): Promise<void> {
  const progress = progressOf({ total: plan.entries, say });
  const waiting = planPortals(plan);
  const lane = async (): Promise<void> => {
    for (let portal = waiting.shift(); portal !== undefined; portal = waiting.shift()) {
      say(`${portal.key}: ${portal.entries} entries, ${portal.users} users, ${portal.zone}`);
      await fillPortal(db, { plan: portal, onFound: progress.found, onStored: progress.add });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  progress.tell();
  await packArchive({ db, client, say }, plan.until);
  say("collecting statistics");
  await analyze(client);
}

// Planning by wrong sizes would cost more than this takes.
async function analyze(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
       AND c.relname ~ '^(entry|archive)'`,
  );
  for (const { name } of rows) await client.query(`VACUUM (ANALYZE) ${name}`);
}
