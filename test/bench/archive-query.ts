import type pg from "pg";
import type { RootDb } from "../../lib/db/index.ts";
import { randomFor } from "../seed/draw.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { askPeer, openPeer, PEER } from "./archive-peer.ts";
import { KINDS, type Kind, type Question } from "./archive-questions.ts";
import { drawSamples } from "./archive-samples.ts";
import { warm } from "./archive-warm.ts";
import { median, quantile, toFigure, type Figure } from "./figure.ts";

const RUNS = 200;
const WARM_RUNS = 40;

export interface ArchiveBed {
  url: string;
  db: RootDb;
  /** Without a limit of time. */
  client: pg.Client;
  say: (line: string) => void;
}

interface Asked {
  question: Question;
  portalId: bigint;
}

/**
 * Each kind of question, asked of the archive and then of a plain table with the same entries, whose scans would put
 * the archive out of the memory between two kinds.
 */
export async function measureQueries(bed: ArchiveBed): Promise<Figure[]> {
  const { client, say } = bed;
  const measured: Measured[] = [];
  await warm(client, { side: "archive", say });
  // Others of each kind: the first questions to a server that has just read so much tell of that instead.
  for (const kind of KINDS) {
    await askAll(bed, await draw(bed, { kind, name: "warm", count: WARM_RUNS }));
  }
  for (const kind of KINDS) {
    const asked = await draw(bed, { kind, name: "asked", count: RUNS });
    const ours = await askAll(bed, asked);
    measured.push({ kind, asked, ours });
    say(`${kind.name}: ${shown(ours)}`);
  }
  return askPeers(bed, measured);
}

interface Measured {
  kind: Kind;
  asked: Asked[];
  /** Milliseconds of each. */
  ours: number[];
}

async function askPeers({ url, client, say }: ArchiveBed, measured: Measured[]): Promise<Figure[]> {
  const peer = await openPeer(url);
  const figures: Figure[] = [];
  try {
    await warm(client, { side: "plain table", say });
    for (const { kind, asked, ours } of measured) {
      const theirs: number[] = [];
      for (const { question } of spread(asked, kind.peerRuns)) {
        theirs.push(await askPeer(peer, question.peer));
      }
      figures.push(...toFigures(kind, { ours, theirs }));
      say(`${kind.name}: ours ${shown(ours)}, plain ${shown(theirs)}`);
    }
  } finally {
    await peer.end();
  }
  return figures;
}

async function draw(
  { client }: ArchiveBed,
  { kind, name, count }: { kind: Kind; name: string; count: number },
): Promise<Asked[]> {
  const label = `${kind.name} ${name}`;
  const random = randomFor("questions", label);
  const samples = await drawSamples(client, { name: label, count });
  return samples.map((sample) => ({
    question: kind.draw(sample, random),
    portalId: sample.portalId,
  }));
}

async function askAll({ db }: ArchiveBed, asked: Asked[]): Promise<number[]> {
  const times: number[] = [];
  for (const { question, portalId } of asked) {
    const ctx = testPortalCtx(db, { portalId });
    const prepared = (await question.prepare?.(ctx)) ?? "";
    const startedAt = performance.now();
    await question.ours(ctx, prepared);
    times.push(performance.now() - startedAt);
  }
  return times;
}

function spread<T>(items: T[], count: number): T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0).slice(0, count);
}

function shown(times: number[]): string {
  return `p50 ${median(times).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`;
}

function toFigures(kind: Kind, { ours, theirs }: { ours: number[]; theirs: number[] }): Figure[] {
  const common = { unit: "ms", better: "lower" } as const;
  const at = (share: number) => ({
    ours: quantile(ours, share),
    peer: { name: PEER, value: quantile(theirs, share) },
  });
  return [
    toFigure({ ...common, name: `${kind.name} p50`, ...at(0.5) }),
    toFigure({
      ...common,
      ...{ name: `${kind.name} p95`, ...at(0.95) },
      aim: { on: "ours", value: kind.aimMs },
    }),
  ];
}
