import pg from "pg";
import { appendEntries, indexPortal, parseEntry } from "../../lib/archive/index.ts";
import type { PortalCtx } from "../../lib/ctx.ts";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import type { RawEntry } from "../seed/raw-entry.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { makePortal } from "../support/make-portal.ts";
import { measureLag } from "./archive-lag.ts";
import { makeBenchDb, type BenchDb, type BenchOptions } from "./bed.ts";
import { copyIn, copyText } from "./copy-in.ts";
import { median, toFigure, type Figure } from "./figure.ts";
import { PAGE, rawPages } from "./raw-pages.ts";

const ROUNDS = 5;
// As many portals at a time as a worker copies, and as many connections for the peer.
const LANES = 4;
const PAGES = 5;
const RAW_TABLE = "bench_raw";
const PEER = "COPY of the same rows without indexes, on as many connections";

interface Round {
  deferred: number;
  inline: number;
  raw: number;
}

/** Rows a second into the archive, beside COPY of the rows that came out of it. */
export async function measureInsert({ serverUrl, say }: BenchOptions): Promise<Figure[]> {
  const bench = await makeBenchDb(serverUrl);
  const clients = eachLane(() => new pg.Client({ connectionString: bench.url }));
  try {
    await migrate(bench.url);
    await installQueues(bench.url);
    await Promise.all(clients.map(async (client) => client.connect()));
    await clients[0]?.query(`CREATE TABLE ${RAW_TABLE} (LIKE entry)`);
    const rounds = await measureRounds({ bench, clients, say });
    const lag = await measureLag(bench, say);
    return [...toFigures(rounds), ...lag];
  } finally {
    await Promise.all(clients.map(async (client) => client.end()));
    await bench.drop();
  }
}

function eachLane<T>(make: () => T): T[] {
  return Array.from({ length: LANES }, make);
}

interface Bed {
  bench: BenchDb;
  clients: pg.Client[];
  say: BenchOptions["say"];
}

interface Lane {
  client: pg.Client;
  deferred: PortalCtx;
  inline: PortalCtx;
  source: Iterator<RawEntry[], void>;
}

async function measureRounds({ bench, clients, say }: Bed): Promise<Round[]> {
  const lanes: Lane[] = [];
  for (const [number, client] of clients.entries()) {
    const [deferred, inline] = [await addPortal(bench), await addPortal(bench)];
    lanes.push({ client, deferred, inline, source: rawPages(number + 1) });
  }
  const rounds: Round[] = [];
  // The first round meets cold connections and new partitions; it is not counted.
  for (let number = 0; number <= ROUNDS; number += 1) {
    const round = await measureRound(lanes);
    if (number > 0) rounds.push(round);
    say(
      `insert round ${number} of ${ROUNDS}: ${round.deferred.toFixed(0)} rows/s, ` +
        `with blocks at once ${round.inline.toFixed(0)}, COPY ${round.raw.toFixed(0)}`,
    );
  }
  return rounds;
}

async function measureRound(lanes: Lane[]): Promise<Round> {
  const loads: { lane: Lane; pages: RawEntry[][]; after: string; lines: Texts[][] }[] = [];
  for (const lane of lanes) {
    const pages = Array.from({ length: PAGES }, () => lane.source.next().value ?? []);
    const after = await lastSeq(lane.client, lane.deferred);
    loads.push({ lane, pages, after, lines: [] });
  }
  const deferred = await measure(loads, ({ lane, pages }) => append(lane.deferred, pages));
  for (const load of loads) {
    const { client, deferred: ctx } = load.lane;
    load.lines = await readRows(client, { portalId: ctx.portalId, after: load.after });
  }
  const raw = await measure(loads, ({ lane, lines }) => copyAll(lane.client, lines));
  const inline = await measure(loads, ({ lane, pages }) => appendIndexed(lane.inline, pages));
  return { deferred, raw, inline };
}

async function addPortal(bench: BenchDb): Promise<PortalCtx> {
  const { portal } = await makePortal(bench.db);
  return testPortalCtx(bench.db, { portalId: portal.id });
}

/** All lanes at a time. */
async function measure<Load>(loads: Load[], work: (load: Load) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(loads.map(work));
  return (LANES * PAGES * PAGE * 1_000) / (performance.now() - startedAt);
}

async function append(ctx: PortalCtx, pages: RawEntry[][]): Promise<void> {
  for (const page of pages)
    await appendEntries(ctx, { epoch: 0, rows: page.map((row) => parseEntry(row)) });
}

async function appendIndexed(ctx: PortalCtx, pages: RawEntry[][]): Promise<void> {
  const { signal } = new AbortController();
  for (const page of pages) {
    await append(ctx, [page]);
    await indexPortal(ctx, { signal });
  }
}

async function lastSeq(client: pg.Client, ctx: PortalCtx): Promise<string> {
  const { rows } = await client.query<{ last_seq: string }>(
    "SELECT last_seq FROM archive_head WHERE portal_id = $1",
    [ctx.portalId],
  );
  return rows[0]?.last_seq ?? "0";
}

type Texts = (string | null)[];

/** The rows just stored, each value as text, in pages. */
async function readRows(
  client: pg.Client,
  { portalId, after }: { portalId: bigint; after: string },
): Promise<Texts[][]> {
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = '${RAW_TABLE}'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  const texts = columns.map(({ name }) => `${name}::text`).join(", ");
  const { rows } = await client.query<Texts>({
    text: `SELECT ${texts} FROM entry WHERE portal_id = $1 AND seq > $2 ORDER BY seq`,
    values: [portalId, after],
    rowMode: "array",
  });
  return Array.from({ length: PAGES }, (_, page) => rows.slice(page * PAGE, (page + 1) * PAGE));
}

async function copyAll(client: pg.Client, pages: Texts[][]): Promise<void> {
  for (const page of pages) await copyIn(client, { into: RAW_TABLE, data: copyText(page) });
}

function toFigures(rounds: Round[]): Figure[] {
  // The parts of a round stand side by side, so that other load on the machine weighs on all of them.
  const figure = (name: string, part: "deferred" | "inline", aim: number): Figure => {
    const share = (round: Round): number => round[part] / round.raw;
    const middle = median(rounds.map(share));
    const round = rounds.find((one) => share(one) === middle);
    return toFigure({
      ...{ name, unit: "rows/s", better: "higher" },
      ours: round?.[part] ?? Number.NaN,
      peer: { name: PEER, value: round?.raw ?? Number.NaN },
      aim: { on: "ratio", value: aim },
    });
  };
  return [
    figure("archive insert", "deferred", 0.333),
    figure("archive insert with blocks at once", "inline", 0.0667),
  ];
}
