import { setTimeout as delay } from "node:timers/promises";
import { appendEntries, parseEntry } from "../../lib/archive/index.ts";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { startPortalCloud } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { makeBenchDb, type BenchOptions, type Started } from "./bed.ts";
import { median, quantile, toFigure, type Figure } from "./figure.ts";
import { addBenchPortal, type BenchPortal, type CloudBed } from "./local-portal.ts";
import { parkRuns, startWaitingRun, type WaitingRun } from "./waiting-runs.ts";
import { startWorkers, stopAll } from "./workers.ts";

const STORED_EACH = 150;
const MOST_FOUND = 400;
const GAP_MS = 50;
// Nobody waits for it.
const STRANGER = 2_000_000_000;

/** Processes that wait for an entry: how soon they go on, and what they cost whoever stores entries. */
export async function wait(options: BenchOptions): Promise<Figure[]> {
  const { serverUrl, say, waitingRuns, waitingPortals } = options;
  const bench = await makeBenchDb(serverUrl);
  await migrate(bench.url);
  await installQueues(bench.url);
  const cloud = await startPortalCloud({ portals: [] });
  const started: Started[] = [];
  try {
    const bed: CloudBed = { cloud, bench, say };
    say(`making ${waitingPortals} portals with ${waitingRuns} waiting runs`);
    const watched = await makePortals(bed, waitingPortals);
    const calm = await makePortals(bed, Math.min(10, waitingPortals));
    const each = Math.ceil(waitingRuns / waitingPortals);
    for (const portal of watched) await parkRuns(portal.ctx, { count: each });
    await startWorkers({ count: 1, database: bench, cloud }, started);
    const costs = await measureCosts({ watched, calm, say });
    const foundMs = await measureFound({ bed, watched, waitingRuns });
    return toFigures({ costs, foundMs, waitingRuns, waitingPortals });
  } finally {
    await stopAll(started);
    await cloud.stop();
    await bench.drop();
  }
}

async function makePortals({ cloud, bench }: CloudBed, count: number): Promise<BenchPortal[]> {
  const portals: BenchPortal[] = [];
  for (let number = 0; number < count; number += 1) {
    portals.push(await addBenchPortal({ cloud, db: bench.db }, { edition: "box" }));
  }
  return portals;
}

let lastId = 1_000_000;

async function store({ ctx }: BenchPortal, userId: number): Promise<number> {
  lastId += 1;
  const entry = parseEntry({
    id: String(lastId),
    timestampX: `${new Date().toISOString().slice(0, 19)}+00:00`,
    severity: "SECURITY",
    auditTypeId: "USER_LOGIN",
    moduleId: "main",
    itemId: String(userId),
    remoteAddr: "203.0.113.9",
    userId: String(userId),
  });
  const startedAt = performance.now();
  await appendEntries(ctx, { epoch: 0, rows: [entry] });
  return performance.now() - startedAt;
}

interface Costs {
  watched: number[];
  calm: number[];
}

// In turns, so that whatever else the machine does meets both alike.
async function measureCosts(input: {
  watched: BenchPortal[];
  calm: BenchPortal[];
  say: BenchOptions["say"];
}): Promise<Costs> {
  input.say(`storing ${STORED_EACH} entries for portals with and without waiting runs`);
  const costs: Costs = { watched: [], calm: [] };
  // The first entry of a portal has its texts stored too, on either side.
  for (let round = -input.watched.length; round < STORED_EACH; round += 1) {
    for (const side of ["watched", "calm"] as const) {
      const portals = input[side];
      const portal = portals[Math.abs(round) % portals.length];
      if (portal === undefined) continue;
      const tookMs = await store(portal, STRANGER);
      if (round >= 0) costs[side].push(tookMs);
    }
  }
  return costs;
}

// While all the others wait: each entry is stored for one run, and compared with all of its portal.
async function measureFound(input: {
  bed: CloudBed;
  watched: BenchPortal[];
  waitingRuns: number;
}): Promise<number[]> {
  const { bed, watched } = input;
  const count = Math.min(MOST_FOUND, Math.max(20, Math.floor(input.waitingRuns / 20)));
  bed.say(`storing ${count} entries that a run waits for`);
  const runs: WaitingRun[] = [];
  for (let number = 0; number < count; number += 1) {
    const portal = watched[number % watched.length];
    if (portal !== undefined)
      runs.push(await startWaitingRun(portal, { userId: 900_000 + number }));
  }
  const storedAt = new Map<string, number>();
  for (const { portal, runId, userId } of runs) {
    await store(portal, userId);
    storedAt.set(runId, Date.now());
    await delay(GAP_MS);
  }
  const { db } = bed.bench;
  const runIds = runs.map(({ runId }) => runId);
  await until(
    async () => {
      const where = { id: { in: runIds }, state: { in: ["delivered", "undeliverable"] } };
      return (await db.run.count({ where })) === runIds.length;
    },
    { timeoutMs: 300_000, what: "all found runs to be answered" },
  );
  const rows = await db.run.findMany({
    where: { id: { in: runIds } },
    select: { id: true, deliveredAt: true },
  });
  return rows.map(({ id, deliveredAt }) =>
    deliveredAt === null ? Infinity : deliveredAt.getTime() - (storedAt.get(id) ?? 0),
  );
}

function toFigures(input: {
  costs: Costs;
  foundMs: number[];
  waitingRuns: number;
  waitingPortals: number;
}): Figure[] {
  const { costs, foundMs, waitingRuns, waitingPortals } = input;
  const among = `${waitingRuns} waiting runs of ${waitingPortals} portals`;
  return [
    toFigure({
      name: `wait: entry stored to step completed, p95, ${among}`,
      unit: "ms",
      ours: quantile(foundMs, 0.95),
      better: "lower",
      aim: { on: "ours", value: 1_000 },
    }),
    toFigure({
      name: `wait: entry stored to step completed, p50, ${among}`,
      unit: "ms",
      ours: median(foundMs),
      better: "lower",
    }),
    toFigure({
      name: `wait: storing an entry, median, ${among}`,
      unit: "ms",
      ours: median(costs.watched),
      peer: { name: "no waiting run", value: median(costs.calm) },
      better: "lower",
      aim: { on: "ratio", value: 1.5 },
    }),
  ];
}
