import { rmSync } from "node:fs";
import { startPortalCloud } from "../portal/index.ts";
import { ensureBuild } from "../support/build.ts";
import { freePort } from "../support/free-port.ts";
import { makeTempDir } from "../support/temp-dir.ts";
import { makeBenchDb, root, startProgram, type BenchOptions, type Started } from "./bed.ts";
import { median, quantile, toFigure, type Figure } from "./figure.ts";
import { hang, release } from "./hanging-portal.ts";
import { addBenchPortal, type BenchPortal, type CloudBed } from "./local-portal.ts";
import {
  durations,
  openProcessLoad,
  runBusily,
  runSteadily,
  type ProcessLoad,
} from "./process-load.ts";
import { cloudEnv, startWorkers, stopAll } from "./workers.ts";

const PORTALS = 200;
const WORKERS = [1, 2, 4];
const SECONDS = 10;
const WARM_SECONDS = 3;
const ROUNDS = 3;
const ROUND_SECONDS = 10;
// Well below what the workers can do, so that a wait is somebody's fault.
const STEADY_SHARE = 0.3;
const WITHOUT = "without a hanging portal";

/** Processes of many portals, from the portal's call of the step to the step's answer there. */
export async function runs({ serverUrl, say }: BenchOptions): Promise<Figure[]> {
  await ensureBuild(say);
  const bench = await makeBenchDb(serverUrl);
  const cloud = await startPortalCloud({ portals: [] });
  const dataDir = makeTempDir("logbook-bench-");
  const started: Started[] = [];
  const load = openProcessLoad();
  try {
    const bed = { cloud, bench, say };
    started.push(await startWeb(bed, dataDir));
    say(`making ${PORTALS} portals`);
    const portals: BenchPortal[] = [];
    for (let number = 0; number < PORTALS; number += 1) {
      portals.push(await addBenchPortal({ cloud, db: bench.db }, { edition: "box" }));
    }
    const busy = await measureWorkers(bed, { load, portals, started });
    const fastest = busy.at(-1)?.perSecond ?? 0;
    const rounds = await measureHanging(bed, { load, portals, perSecond: fastest * STEADY_SHARE });
    return [...busyFigures(busy), ...steadyFigures(rounds)];
  } finally {
    load.stop();
    cloud.faults.clear();
    await stopAll(started);
    await cloud.stop();
    await bench.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startWeb({ cloud, bench }: CloudBed, dataDir: string): Promise<Started> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  cloud.setAppUrl(origin);
  return startProgram({
    args: [`${root}lib/cli/start.ts`, "--web"],
    env: { ...cloudEnv(cloud, bench.url), PORT: String(port), DATA_DIR: dataDir },
    address: `${origin}/api/health?part=web`,
  });
}

interface MeasureInput {
  load: ProcessLoad;
  portals: BenchPortal[];
}

interface Busy {
  workers: number;
  perSecond: number;
  times: number[];
}

async function measureWorkers(
  bed: CloudBed,
  input: MeasureInput & { started: Started[] },
): Promise<Busy[]> {
  const { load, started } = input;
  const portals = input.portals.map(({ local }) => local);
  const busy: Busy[] = [];
  let running = 0;
  for (const workers of WORKERS) {
    const database = bed.bench;
    await startWorkers({ count: workers - running, database, cloud: bed.cloud }, started);
    running = workers;
    const calls = await runBusily(load, { portals, warmSeconds: WARM_SECONDS, seconds: SECONDS });
    const times = durations(calls);
    const perSecond = calls.length / SECONDS;
    busy.push({ workers, perSecond, times });
    bed.say(`${workers} workers: ${perSecond.toFixed(1)} runs/s, ${shares(times)}`);
  }
  return busy;
}

interface Round {
  beside: number[];
  without: number[];
}

async function measureHanging(
  bed: CloudBed,
  input: MeasureInput & { perSecond: number },
): Promise<Round[]> {
  const [hanging, ...others] = input.portals;
  if (hanging === undefined) throw new Error("There is no portal.");
  const { perSecond } = input;
  const portals = others.map(({ local }) => local);
  const measure = async (): Promise<number[]> =>
    durations(await runSteadily(input.load, { portals, perSecond, seconds: ROUND_SECONDS }));
  const rounds: Round[] = [];
  const measureBeside = async (): Promise<number[]> => {
    await hang(bed, hanging);
    const beside = await measure();
    await release(bed, hanging);
    return beside;
  };
  for (let number = 1; number <= ROUNDS; number += 1) {
    const early = number % 2 === 0 ? await measure() : null;
    const beside = await measureBeside();
    const without = early ?? (await measure());
    rounds.push({ beside, without });
    bed.say(
      `round ${number} of ${ROUNDS}, ${perSecond.toFixed(1)} runs/s: ` +
        `beside a hanging portal ${shares(beside)}, without ${shares(without)}`,
    );
  }
  return rounds;
}

function shares(times: number[]): string {
  return `p50 ${median(times)} ms, p95 ${quantile(times, 0.95)} ms`;
}

function busyFigures(busy: Busy[]): Figure[] {
  const of = (workers: number): number =>
    busy.find((one) => one.workers === workers)?.perSecond ?? Number.NaN;
  const each = busy.flatMap(({ workers, perSecond, times }) => {
    const name = (what: string): string => `runs ${what} ${workers} workers`;
    const lower = { unit: "ms", better: "lower" } as const;
    return [
      toFigure({ name: name("throughput"), unit: "runs/s", ours: perSecond, better: "higher" }),
      toFigure({ ...lower, name: name("busy p50"), ours: median(times) }),
      toFigure({ ...lower, name: name("busy p95"), ours: quantile(times, 0.95) }),
    ];
  });
  return [
    ...each,
    toFigure({
      name: "runs scaling 4 workers",
      unit: "runs/s",
      ours: of(4),
      peer: { name: "1 worker", value: of(1) },
      better: "higher",
    }),
  ];
}

function steadyFigures(rounds: Round[]): Figure[] {
  const lower = { unit: "ms", better: "lower" } as const;
  const p95 = (times: number[]): number => quantile(times, 0.95);
  const slowdown = ({ beside, without }: Round): number => p95(beside) / p95(without);
  // The two halves of a round stand side by side, so that other load on the machine weighs on both.
  const middle = [...rounds].sort((left, right) => slowdown(left) - slowdown(right));
  const { beside, without } = middle[Math.floor(rounds.length / 2)] ?? { beside: [], without: [] };
  return [
    toFigure({ ...lower, name: "runs steady p50", ours: median(without) }),
    toFigure({ ...lower, name: "runs steady p95", ours: p95(without) }),
    toFigure({
      ...lower,
      name: "runs p95 beside a hanging portal",
      ours: p95(beside),
      peer: { name: WITHOUT, value: p95(without) },
      aim: { on: "ratio", value: 1.5 },
    }),
  ];
}
