import pg from "pg";
import { ROWS_TOGETHER } from "../../lib/archive/copy/together.ts";
import { appendEntries, indexPortal, parsePortalEntry } from "../../lib/archive/index.ts";
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

const ROUNDS = 9;
// As many portals at a time as a worker copies, and as many connections for the peer.
const LANES = 4;
const PAGES = 20;
const RAW_TABLE = "bench_raw";
const PEER = "COPY of the same rows without indexes, on as many connections";
const PEER_ALONE = "COPY of the same rows without indexes, on one connection";

interface Stored {
  deferred: number;
  raw: number;
}

interface Round extends Stored {
  inline: number;
  /** One portal by itself, beside one connection. */
  alone: Stored;
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
        `with blocks at once ${round.inline.toFixed(0)}, COPY ${round.raw.toFixed(0)}; ` +
        `one portal ${round.alone.deferred.toFixed(0)}, COPY ${round.alone.raw.toFixed(0)}`,
    );
  }
  return rounds;
}

async function measureRound(lanes: Lane[]): Promise<Round> {
  const { loads, ...stored } = await measureStored(lanes);
  const inline = await measure(loads, ({ lane, pages }) => appendIndexed(lane.inline, pages));
  const { deferred, raw } = await measureStored(lanes.slice(0, 1));
  return { ...stored, inline, alone: { deferred, raw } };
}

interface Load {
  lane: Lane;
  pages: RawEntry[][];
}

async function measureStored(lanes: Lane[]): Promise<Stored & { loads: Load[] }> {
  const loads: (Load & { after: string; lines: Texts[][] })[] = [];
  for (const lane of lanes) {
    const pages = Array.from({ length: PAGES }, () => lane.source.next().value ?? []);
    const after = await lastSeq(lane.client, lane.deferred);
    loads.push({ lane, pages, after, lines: [] });
  }
  const deferred = await measure(loads, ({ lane, pages }) =>
    append(lane.deferred, together(pages)),
  );
  for (const load of loads) {
    const { client, deferred: ctx } = load.lane;
    load.lines = together(await readRows(client, { portalId: ctx.portalId, after: load.after }));
  }
  const raw = await measure(loads, ({ lane, lines }) => copyAll(lane.client, lines));
  return { deferred, raw, loads };
}

async function addPortal(bench: BenchDb): Promise<PortalCtx> {
  const { portal } = await makePortal(bench.db);
  return testPortalCtx(bench.db, { portalId: portal.id });
}

/** Rows a second, all lanes at a time. */
async function measure<L extends Load>(
  loads: L[],
  work: (load: L) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(loads.map(work));
  return (loads.length * PAGES * PAGE * 1_000) / (performance.now() - startedAt);
}

async function append(ctx: PortalCtx, parts: RawEntry[][]): Promise<void> {
  for (const part of parts)
    await appendEntries(ctx, { epoch: 0, rows: part.map((row) => parsePortalEntry(row)) });
}

/** As many entries at once as the copying stores of what a portal had before. */
function together<Row>(pages: Row[][]): Row[][] {
  const size = ROWS_TOGETHER / PAGE;
  return Array.from({ length: pages.length / size }, (_, index) =>
    pages.slice(index * size, (index + 1) * size).flat(),
  );
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

interface Part {
  ours: number;
  raw: number;
}

function toFigures(rounds: Round[]): Figure[] {
  // The parts of a round stand side by side, so that other load on the machine weighs on all of them.
  const figure = (
    name: string,
    { peer, aim, of }: { peer: string; aim?: number; of: (round: Round) => Part },
  ): Figure => {
    const share = (round: Round): number => of(round).ours / of(round).raw;
    const middle = median(rounds.map(share));
    const round = rounds.find((one) => share(one) === middle);
    const { ours, raw } = round === undefined ? { ours: Number.NaN, raw: Number.NaN } : of(round);
    return toFigure({
      ...{ name, unit: "rows/s", better: "higher", ours },
      peer: { name: peer, value: raw },
      ...(aim !== undefined && { aim: { on: "ratio", value: aim } }),
    });
  };
  return [
    figure("archive insert", {
      ...{ peer: PEER, aim: 0.333 },
      of: ({ deferred, raw }) => ({ ours: deferred, raw }),
    }),
    figure("archive insert with blocks at once", {
      ...{ peer: PEER, aim: 0.0667 },
      of: ({ inline, raw }) => ({ ours: inline, raw }),
    }),
    figure("archive insert of one portal", {
      peer: PEER_ALONE,
      of: ({ alone: { deferred, raw } }) => ({ ours: deferred, raw }),
    }),
  ];
}
