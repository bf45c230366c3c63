import { setTimeout as delay } from "node:timers/promises";
import { appendEntries, parsePortalEntry } from "../../lib/archive/index.ts";
import type { PortalCtx } from "../../lib/ctx.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { makePortal } from "../support/make-portal.ts";
import { until } from "../support/until.ts";
import { root, startProcess, type BenchDb } from "./bed.ts";
import { quantile, toFigure, type Figure } from "./figure.ts";
import { PAGE, rawPages } from "./raw-pages.ts";

const PORTALS = 5;
const PER_SECOND = 5_000;
const SECONDS = 60;
const CATCH_UP_MS = 300_000;
// The last rows wait until a block is full.
const BLOCK = 64n;

interface Appended {
  portalId: bigint;
  lastSeq: bigint;
  at: number;
}

/** How long entries wait for their blocks and counts while many come, with a process of its own that builds them. */
export async function measureLag(bench: BenchDb, say: (line: string) => void): Promise<Figure[]> {
  say(`index lag: ${PER_SECOND} rows/s for ${SECONDS} s into ${PORTALS} portals`);
  const portals: PortalCtx[] = [];
  for (let number = 0; number < PORTALS; number += 1) {
    const { portal } = await makePortal(bench.db);
    portals.push(testPortalCtx(bench.db, { portalId: portal.id }));
  }
  const ids = portals.map(({ portalId }) => String(portalId));
  const indexer = await startProcess({
    args: [`${root}test/bench/archive-indexer.ts`, bench.url, ...ids],
    env: { LOG_LEVEL: "error" },
    isReady: async () => Promise.resolve(true),
  });
  const waiting: Appended[] = [];
  const lags: number[] = [];
  const watch = setInterval(() => void noteIndexed(bench, { waiting, lags }), 250);
  try {
    const perSecond = await feed(portals, waiting);
    await until(() => waiting.length === 0, { timeoutMs: CATCH_UP_MS, what: "the last blocks" });
    say(
      `  ${perSecond.toFixed(0)} rows/s came, lag p95 ${(quantile(lags, 0.95) / 1_000).toFixed(1)} s`,
    );
    return toFigures(lags, perSecond);
  } finally {
    clearInterval(watch);
    await indexer.stop();
  }
}

async function feed(portals: PortalCtx[], waiting: Appended[]): Promise<number> {
  const sources = portals.map((_, index) => rawPages(index + 2));
  const pages = (PER_SECOND * SECONDS) / PAGE;
  const startedAt = performance.now();
  for (let number = 0; number < pages; number += 1) {
    const ctx = portals[number % portals.length];
    const page = sources[number % sources.length]?.next().value ?? [];
    if (ctx === undefined) throw new Error("There is no portal.");
    const { lastSeq } = await appendEntries(ctx, {
      epoch: 0,
      rows: page.map((row) => parsePortalEntry(row)),
    });
    waiting.push({ portalId: ctx.portalId, lastSeq: BigInt(lastSeq ?? 0), at: performance.now() });
    const waitMs = startedAt + ((number + 1) * PAGE * 1_000) / PER_SECOND - performance.now();
    if (waitMs > 0) await delay(waitMs);
  }
  return (pages * PAGE * 1_000) / (performance.now() - startedAt);
}

async function noteIndexed(
  bench: BenchDb,
  { waiting, lags }: { waiting: Appended[]; lags: number[] },
): Promise<void> {
  const indexed = new Map(
    (await bench.db.archiveIndex.findMany()).map((row) => [row.portalId, row.indexedSeq]),
  );
  const now = performance.now();
  const left = waiting.filter(({ portalId, lastSeq, at }) => {
    const isIndexed = (indexed.get(portalId) ?? 0n) > lastSeq - BLOCK;
    if (isIndexed) lags.push(now - at);
    return !isIndexed;
  });
  waiting.splice(0, waiting.length, ...left);
}

function toFigures(lags: number[], perSecond: number): Figure[] {
  return [
    toFigure({
      ...{ name: "archive index lag p95", unit: "s", better: "lower" },
      ours: quantile(lags, 0.95) / 1_000,
      aim: { on: "ours", value: 60 },
    }),
    toFigure({
      ...{ name: "archive insert rate beside the indexer", unit: "rows/s", better: "higher" },
      ours: perSecond,
      // A little is lost between the last page and the end.
      aim: { on: "ours", value: PER_SECOND * 0.98 },
    }),
  ];
}
