import { setTimeout as delay } from "node:timers/promises";
import type { Portal, PortalCloud } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { beginRun } from "./bench-run.ts";
import { countLines, writeSteadily, type Count, type Written } from "./line-writer.ts";
import { addBenchPortal, addLocalPortal, type BenchPortal, type CloudBed } from "./local-portal.ts";
import { openSdkClient, SDK_CLIENT } from "./sdk-client.ts";

const RUNS = 50;
const PER_SECOND = 10;
const WINDOW_SECONDS = 30;
const PER_SECOND_ALONE = 100;
const WINDOW_SECONDS_ALONE = 15;
// What a rested bucket gives at once: ours leaves a share of it to others, the SDK takes it all.
const OUR_BURST = 39;
const SDK_BURST = 48.5;

export interface Throughput extends Count {
  perSecond: number;
  callsPerSecond: number;
  /** Calls that the portal refused for its limits, over the whole time. */
  refused: number;
}

interface Window {
  from: number;
  to: number;
}

/** One run that writes much. */
export async function measureAlone(bed: CloudBed): Promise<Throughput> {
  const portal = await addBenchPortal({ cloud: bed.cloud, db: bed.bench.db });
  return measureOurs(bed, {
    portal,
    ...{ runs: 1, perSecond: PER_SECOND_ALONE, seconds: WINDOW_SECONDS_ALONE },
    whenSettled: async () => Promise.resolve(),
  });
}

export interface Many {
  ours: Throughput;
  peerPerSecond: number;
}

/** Many runs of one portal, and beside them the SDK on a portal of its own with the same limits. */
export async function measureMany(bed: CloudBed): Promise<Many> {
  const portal = await addBenchPortal({ cloud: bed.cloud, db: bed.bench.db });
  const peerPortal = await addLocalPortal(bed.cloud);
  const sdk = await openSdkClient(peerPortal, RUNS);
  const stop = new AbortController();
  const sending = sdk.sendSteadily(stop.signal);
  const ours = await measureOurs(bed, {
    portal,
    ...{ runs: RUNS, perSecond: PER_SECOND, seconds: WINDOW_SECONDS },
    whenSettled: async () => bucketFilled(peerPortal, SDK_BURST),
  });
  stop.abort();
  await sending;
  const peerPerSecond = (sdk.count(ours) * 1_000) / (ours.to - ours.from);
  const refused = countRefusals(bed.cloud, peerPortal);
  bed.say(`  ${SDK_CLIENT}: ${peerPerSecond.toFixed(1)} lines/s, ${refused} calls refused`);
  return { ours, peerPerSecond };
}

interface OursInput {
  portal: BenchPortal;
  runs: number;
  perSecond: number;
  seconds: number;
  whenSettled(): Promise<void>;
}

async function measureOurs(
  { cloud, bench, say }: CloudBed,
  input: OursInput,
): Promise<Throughput & Window> {
  const { portal, runs, seconds } = input;
  const { local, ctx } = portal;
  say(`throughput: ${runs} runs, ${input.perSecond} lines/s each, ${seconds} s after the burst`);
  const written: Written[] = [];
  for (let place = 0; place < runs; place += 1) {
    written.push({ run: await beginRun(portal), lines: [] });
  }
  const stop = new AbortController();
  const writing = writeSteadily(portal, {
    written,
    perSecond: input.perSecond,
    stop: stop.signal,
  });
  // Both have used up what a rested bucket gives at once.
  await Promise.all([bucketFilled(local, OUR_BURST), input.whenSettled()]);
  const from = Date.now();
  await delay(seconds * 1_000);
  const to = Date.now();
  stop.abort();
  await writing;
  await until(
    async () =>
      (await bench.db.outbox.count({ where: { portalId: ctx.portalId, state: "pending" } })) === 0,
    { timeoutMs: 30_000, what: "the last lines" },
  );
  const count = countLines(local, { written, from, to });
  const measured = (to - from) / 1_000;
  const perSecond = count.inWindow / measured;
  const callsPerSecond = countCalls(cloud, { local, from, to }) / measured;
  say(
    `  ${perSecond.toFixed(1)} lines/s in ${callsPerSecond.toFixed(2)} calls/s, ` +
      `${count.missing} missing, ${count.outOfOrder} out of order`,
  );
  const refused = countRefusals(cloud, local);
  return { ...count, perSecond, callsPerSecond, refused, from, to };
}

async function bucketFilled(local: Portal, level: number): Promise<void> {
  await until(() => local.bucket.level("127.0.0.1") >= level, {
    timeoutMs: 30_000,
    what: "the end of the burst",
  });
}

function countCalls(cloud: PortalCloud, { local, from, to }: Window & { local: Portal }): number {
  return cloud.journal.calls.filter(({ memberId, inBatch, at }) => {
    const time = new Date(at).getTime();
    return memberId === local.memberId && !inBatch && time >= from && time < to;
  }).length;
}

function countRefusals({ journal }: PortalCloud, { memberId }: Portal): number {
  const mine = (record: { memberId: string | null }): boolean => record.memberId === memberId;
  const answers = journal.calls.filter(
    (call) => mine(call) && /LIMIT|OVERLOAD/.test(call.error ?? ""),
  );
  const overruns = journal.violations.filter((one) => mine(one) && one.kind.endsWith("-overrun"));
  return Math.max(answers.length, overruns.length);
}
