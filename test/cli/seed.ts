import { parseArgs } from "node:util";
import pg from "pg";
import { ensureDatabase, migrate, openDb } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { checkSeeded } from "../seed/check.ts";
import { countRealPortals, findSeeded, removeSeeded, UNLIMITED } from "../seed/database.ts";
import type { SeedPlan } from "../seed/plan.ts";
import { seedArchive, type SeedBed } from "../seed/seed-archive.ts";

const USAGE = `usage: npm run seed -- [--entries N] [--portals M] [--seed S] [--check] [--fresh] [--force]
  --check  compare what is there with the plan instead of filling
  --fresh  remove another seeded archive first
  --force  also in a database that has installed portals`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...{ entries: { type: "string" }, portals: { type: "string" }, seed: { type: "string" } },
      ...{ check: { type: "boolean" }, fresh: { type: "boolean" }, force: { type: "boolean" } },
    },
  });
  const plan: SeedPlan = {
    entries: Number(values.entries ?? 1_000_000),
    portals: Number(values.portals ?? 20),
    seed: Number(values.seed ?? 1),
    until: new Date(new Date().setUTCHours(0, 0, 0, 0)),
  };
  const numbers = [plan.entries, plan.portals, plan.seed];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0)) {
    say(USAGE);
    return 2;
  }
  const database = await ensureDatabase();
  await migrate(database.url);
  await installQueues(database.url);
  const client = new pg.Client({ connectionString: database.url, ...UNLIMITED });
  await client.connect();
  const { db, close } = openDb({ url: database.url, maxConnections: 4 });
  try {
    return await seed({ db, client, say }, plan, values);
  } finally {
    await close();
    await client.end();
    await database.release();
  }
}

async function seed(
  bed: SeedBed,
  plan: SeedPlan,
  options: { check?: boolean; fresh?: boolean; force?: boolean },
): Promise<number> {
  const { client } = bed;
  const real = await countRealPortals(client);
  if (real > 0 && options.force !== true) {
    say(`This database has ${real} installed portals. Give --force to seed it all the same.`);
    return 1;
  }
  let found = await findSeeded(client, plan);
  if (options.check === true) {
    return found.kind === "same" ? check(client, found.plan) : missing();
  }
  if (found.kind !== "none" && options.fresh === true) {
    say("removing the seeded archive that is there");
    await removeSeeded(client);
    found = { kind: "none" };
  }
  if (found.kind === "other") {
    say(`Another seeded archive of ${found.portals} portals is there. Give --fresh to replace it.`);
    return 1;
  }
  const whole = found.kind === "same" ? found.plan : plan;
  await seedArchive(bed, whole);
  return check(client, whole);
}

function missing(): number {
  say("There is no seeded archive of this plan.");
  return 1;
}

async function check(client: pg.Client, plan: SeedPlan): Promise<number> {
  const faults = await checkSeeded(client, plan);
  for (const fault of faults) say(fault);
  say(
    faults.length === 0 ? `${plan.entries} entries are there, and all counts agree` : "NOT whole",
  );
  return faults.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
