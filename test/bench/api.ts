import pg from "pg";
import { Pool } from "undici";
import { makeToken } from "../support/access.ts";
import { freePort } from "../support/free-port.ts";
import type { Statement } from "./api-server.ts";
import { readOn } from "./api-reading.ts";
import { openArchive } from "./archive.ts";
import type { MadeToken } from "../../lib/access/index.ts";
import { ringText, root, startProgram, type BenchOptions } from "./bed.ts";
import { median, quantile, toFigure, type Figure } from "./figure.ts";

const CONNECTIONS = 32;
// A server runs for weeks: what it does in its first seconds is not measured.
const [WARM_SECONDS, ROUNDS, SECONDS] = [5, 3, 4];
const TOKENS = 45;
// As many as the web process has.
const POOL = 12;
// A longer file has to be prepared.
const FILE_ROWS = 45_000;
const BARE = "the same SQL through the driver";

interface Question {
  name: string;
  path: string;
  /** Of a POST. */
  body?: string;
}

const call = (params: object) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params });
const NEWEST = { sortfield: "clock", sortorder: "DESC", limit: 100 };

function questions(lastSeq: string): Question[] {
  const after = String(BigInt(lastSeq) - 100n);
  const path = "/api/jsonrpc";
  return [
    { name: "auditlog newest 100", path, body: call(NEWEST) },
    { name: "auditlog failed sign-ins", path, body: call({ ...NEWEST, filter: { action: [9] } }) },
    { name: "auditlog after", path, body: call({ after, limit: 100 }) },
    { name: "entries page of 100", path: "/api/v1/entries?order=asc&limit=100" },
    { name: "entries of a type", path: "/api/v1/entries?order=asc&limit=100&q=type:USER_LOGIN" },
  ];
}

type Archive = Awaited<ReturnType<typeof openArchive>>;

export interface Bed {
  origin: string;
  url: string;
  tokens: string[];
  say: BenchOptions["say"];
}

/** The doors for other systems: answers a second, and rows a second with flat memory. */
export async function api(options: BenchOptions): Promise<Figure[]> {
  const archive = await openArchive(options);
  try {
    return await measure(archive, options.say);
  } finally {
    await archive.close();
  }
}

async function measure(archive: Archive, say: BenchOptions["say"]): Promise<Figure[]> {
  const { db, url, client } = archive;
  const [head] = await db.archiveHead.findMany({ orderBy: { lastSeq: "desc" }, take: 1 });
  if (head === undefined) throw new Error("The archive is empty.");
  const { portalId, lastSeq } = head;
  say(`portal ${portalId}: ${lastSeq} entries`);
  const made: MadeToken[] = [];
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startProgram({
    args: [`${root}/test/bench/api-server.ts`, String(port)],
    env: { DATABASE_URL: url, APP_SECRETS: ringText(), LOG_LEVEL: "error" },
    address: `${origin}/state`,
  });
  try {
    for (let at = 0; at < TOKENS; at += 1) {
      made.push(await makeToken(db, { portalId, name: `Bench ${at + 1}` }));
    }
    const bed = { origin, url, tokens: made.map(({ token }) => token), say };
    const figures: Figure[] = [];
    for (const question of questions(String(lastSeq))) figures.push(...(await ask(bed, question)));
    figures.push(...(await readOn(bed, { name: "stream", path: "/api/v1/stream?after=0" })));
    const from = encodeURIComponent(await startOfFile(client, head));
    const exported = `/api/v1/exports/stream?format=ndjson&order=asc&from=${from}`;
    figures.push(...(await readOn(bed, { name: "export", path: exported })));
    return figures;
  } finally {
    await server.stop();
    const ids = made.map(({ view }) => view.id);
    await client.query("DELETE FROM reading WHERE token_id = ANY($1::uuid[])", [ids]);
    await db.apiToken.deleteMany({ where: { id: { in: ids } } });
  }
}

/** So that as many entries follow as are handed out at once. */
async function startOfFile(
  client: pg.Client,
  { portalId, lastSeq }: { portalId: bigint; lastSeq: bigint },
): Promise<string> {
  const { rows } = await client.query<{ at: Date }>(
    "SELECT at FROM entry WHERE portal_id = $1 ORDER BY at DESC, seq DESC OFFSET $2 LIMIT 1",
    [portalId, Math.min(FILE_ROWS, Number(lastSeq)) - 1],
  );
  return (rows[0]?.at ?? new Date(0)).toISOString();
}

interface Round {
  perSecond: number;
  p95Ms: number;
}

/**
 * Ours: a whole call over HTTP, with its proof, limits, record and JSON. The peer, in turn with it: the statements
 * that the door sends for the rows, by as many connections, its rows read by the driver and dropped.
 */
async function ask(bed: Bed, question: Question): Promise<Figure[]> {
  const statements = await recordOf(bed, question);
  const http = new Pool(bed.origin, { connections: CONNECTIONS, pipelining: 1 });
  const pool = new pg.Pool({ connectionString: bed.url, max: POOL });
  let number = 0;
  const oneOfOurs = async () => {
    const token = bed.tokens[(number += 1) % bed.tokens.length] ?? "";
    await send(http, { question, token });
  };
  const oneBare = () => runAll(pool, statements);
  for (const work of [oneOfOurs, oneBare]) await repeat(work, WARM_SECONDS);
  const [ours, bare]: [Round[], Round[]] = [[], []];
  let [cpuMs, answers] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = { cpu: (await stateOf(bed)).cpu, number };
    ours.push(await repeat(oneOfOurs, SECONDS));
    cpuMs += (await stateOf(bed)).cpu - before.cpu;
    answers += number - before.number;
    bare.push(await repeat(oneBare, SECONDS));
  }
  await Promise.all([pool.end(), http.close()]);
  return toFigures(bed, { question, ours, bare, cpuMs: cpuMs / answers });
}

interface Measured {
  question: Question;
  ours: Round[];
  bare: Round[];
  cpuMs: number;
}

function toFigures(bed: Bed, { question: { name }, ours, bare, cpuMs }: Measured): Figure[] {
  const mid = (rounds: Round[], key: keyof Round) => median(rounds.map((round) => round[key]));
  const [perSecond, peer] = [mid(ours, "perSecond"), mid(bare, "perSecond")];
  bed.say(`${name}: ${Math.round(perSecond)}/s, bare ${Math.round(peer)}/s`);
  return [
    toFigure({
      ...{ name: `${name}: answers`, unit: "1/s", ours: perSecond },
      ...{ peer: { name: BARE, value: peer }, better: "higher" },
      aim: { on: "ratio", value: 0.6 },
    }),
    toFigure({
      ...{ name: `${name}: p95`, unit: "ms", ours: mid(ours, "p95Ms"), better: "lower" },
      peer: { name: BARE, value: mid(bare, "p95Ms") },
    }),
    toFigure({
      ...{ name: `${name}: CPU of the server`, unit: "ms", ours: cpuMs, better: "lower" },
    }),
  ];
}

export async function stateOf({ origin }: Bed): Promise<{ cpu: number; memory: number }> {
  return (await (await fetch(`${origin}/state`)).json()) as { cpu: number; memory: number };
}

/** All that the door asks of the database for a question; what it writes, the record of the reading, comes later. */
async function recordOf(bed: Bed, question: Question): Promise<Statement[]> {
  const token = bed.tokens[0] ?? "";
  const http = new Pool(bed.origin, { connections: 1 });
  await send(http, { question, token });
  await fetch(`${bed.origin}/record`, { method: "POST" });
  await send(http, { question, token });
  await http.close();
  const all = (await (await fetch(`${bed.origin}/record`)).json()) as Statement[];
  return all.filter(({ text }) => !/\b(?:INSERT INTO|UPDATE) /.test(text));
}

async function send(http: Pool, input: { question: Question; token: string }): Promise<void> {
  const { path, body = null } = input.question;
  const headers = { authorization: `Bearer ${input.token}`, "content-type": "application/json" };
  const method = body === null ? "GET" : "POST";
  const answer = await http.request({ path, method, headers, body });
  const text = await answer.body.text();
  const isFine = answer.statusCode === 200 && !text.startsWith('{"jsonrpc":"2.0","error"');
  if (!isFine) throw new Error(`${path}: status ${answer.statusCode}, ${text.slice(0, 200)}`);
}

async function runAll(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    client.release();
  }
}

async function repeat(work: () => Promise<void>, seconds: number): Promise<Round> {
  const times: number[] = [];
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1_000) {
      const begunAt = performance.now();
      await work();
      times.push(performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: times.length / tookSeconds, p95Ms: quantile(times, 0.95) };
}
