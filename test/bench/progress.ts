import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { startPortalCloud } from "../portal/index.ts";
import { makeBenchDb, type BenchOptions, type Started } from "./bed.ts";
import { quantile, toFigure, type Figure } from "./figure.ts";
import { measureLatency, type Latency } from "./line-latency.ts";
import { measureAlone, measureMany, type Many, type Throughput } from "./line-throughput.ts";
import { SDK_CLIENT } from "./sdk-client.ts";
import { startWorkers, stopAll } from "./workers.ts";

const WORKERS = 4;
const ALLOWED_PER_SECOND = 2;

/** Progress lines to one portal under its real request limit, beside a client that sends one call a line. */
export async function progress({ serverUrl, say }: BenchOptions): Promise<Figure[]> {
  const bench = await makeBenchDb(serverUrl);
  const started: Started[] = [];
  const cloud = await startPortalCloud({ portals: [] });
  // The bench is the step: no call of the portal has to reach us.
  cloud.queue.settings.drop = true;
  try {
    await migrate(bench.url);
    await installQueues(bench.url);
    say(`starting ${WORKERS} worker processes`);
    await startWorkers({ count: WORKERS, database: bench, cloud }, started);
    const bed = { cloud, bench, say };
    const latency = await measureLatency(bed);
    const alone = await measureAlone(bed);
    const many = await measureMany(bed);
    return [...latencyFigures(latency), ...lineFigures(alone, many)];
  } finally {
    await stopAll(started);
    await cloud.stop();
    await bench.drop();
  }
}

function latencyFigures(latency: Latency): Figure[] {
  const at = (share: number) => ({
    ours: quantile(latency.ours, share),
    peer: { name: SDK_CLIENT, value: quantile(latency.peer, share) },
  });
  const common = { unit: "ms", better: "lower" } as const;
  return [
    toFigure({
      ...common,
      ...{ name: "progress latency p50", ...at(0.5) },
      aim: { on: "ours", value: 100 },
    }),
    toFigure({ ...common, name: "progress latency p95", ...at(0.95) }),
  ];
}

function lineFigures(alone: Throughput, many: Many): Figure[] {
  const none = (name: string, ours: number): Figure =>
    toFigure({ name, unit: "lines", ours, better: "lower", aim: { on: "ours", value: 0 } });
  return [
    toFigure({
      name: "progress throughput 50 runs",
      unit: "lines/s",
      ours: many.ours.perSecond,
      peer: { name: SDK_CLIENT, value: many.peerPerSecond },
      better: "higher",
      aim: { on: "ratio", value: 40 },
    }),
    toFigure({
      name: "progress throughput 1 run",
      unit: "lines/s",
      ours: alone.perSecond,
      better: "higher",
    }),
    none("progress omitted 50 runs", many.ours.missing),
    none("progress omitted 1 run", alone.missing),
    none("progress out of order", many.ours.outOfOrder + alone.outOfOrder),
    toFigure({
      name: "progress budget used",
      unit: "share of the allowed calls",
      ours: many.ours.callsPerSecond / ALLOWED_PER_SECOND,
      better: "higher",
      aim: { on: "ours", value: 0.95 },
    }),
    toFigure({
      name: "progress refusals",
      unit: "calls",
      ours: alone.refused + many.ours.refused,
      better: "lower",
      aim: { on: "ours", value: 0 },
    }),
  ];
}
