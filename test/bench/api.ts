import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { makeToken } from "../support/access.ts";
import { freePort } from "../support/free-port.ts";
import type { Statement } from "./api-server.ts";
import { openArchive } from "./archive.ts";
import { ringText, root, startProgram, type BenchOptions } from "./bed.ts";
import { quantile, toFigure, type Figure } from "./figure.ts";

const CONNECTIONS = 32;
const SECONDS = 8;
const TOKENS = 45;
const READ_SECONDS = 12;
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

interface Bed {
  origin: string;
  url: string;
  tokens: string[];
  say: BenchOptions["say"];
}

/** The doors for other systems: answers a second, and rows a second with flat memory. */
export async function api(options: BenchOptions): Promise<Figure[]> {
  const archive = await openArchive(options);
  const { db, url } = archive;
  const [head] = await db.archiveHead.findMany({ orderBy: { lastSeq: "desc" }, take: 1 });
  if (head === undefined) throw new Error("The archive is empty.");
  const { portalId, lastSeq } = head;
  const made = [];
  for (let at = 0; at < TOKENS; at += 1) {
    made.push(await makeToken(db, { portalId, name: `Bench ${at + 1}` }));
  }
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startProgram({
    args: [`${root}/test/bench/api-server.ts`, String(port)],
    env: { DATABASE_URL: url, APP_SECRETS: ringText(), LOG_LEVEL: "error" },
    address: `${origin}/memory`,
  });
  const bed = { origin, url, tokens: made.map(({ token }) => token), say: options.say };
  try {
    const figures: Figure[] = [];
    for (const question of questions(String(lastSeq))) figures.push(...(await ask(bed, question)));
    figures.push(...(await readOn(bed, { name: "stream", path: "/api/v1/stream?after=0" })));
    const exported = "/api/v1/exports/stream?format=ndjson&order=asc";
    figures.push(...(await readOn(bed, { name: "export", path: exported })));
    return figures;
  } finally {
    await server.stop();
    await db.apiToken.deleteMany({ where: { id: { in: made.map(({ view }) => view.id) } } });
    await archive.close();
  }
}

async function ask(bed: Bed, question: Question): Promise<Figure[]> {
  const statements = await recordOf(bed, question);
  let number = 0;
  const ours = await repeat(async () => {
    const token = bed.tokens[(number += 1) % bed.tokens.length] ?? "";
    await (await send(bed, { question, token })).arrayBuffer();
  });
  const pool = new pg.Pool({ connectionString: bed.url, max: CONNECTIONS });
  const bare = await repeat(() => runAll(pool, statements));
  await pool.end();
  bed.say(
    `${question.name}: ${Math.round(ours.perSecond)}/s, bare ${Math.round(bare.perSecond)}/s`,
  );
  return [
    toFigure({
      ...{ name: `${question.name}: answers`, unit: "1/s", ours: ours.perSecond },
      ...{ peer: { name: BARE, value: bare.perSecond }, better: "higher" },
      aim: { on: "ratio", value: 0.6 },
    }),
    toFigure({
      ...{ name: `${question.name}: p95`, unit: "ms", ours: ours.p95Ms, better: "lower" },
      peer: { name: BARE, value: bare.p95Ms },
    }),
  ];
}

/** What the door sends to the database for a question, without the proof of the token. */
async function recordOf(bed: Bed, question: Question): Promise<Statement[]> {
  const token = bed.tokens[0] ?? "";
  await (await send(bed, { question, token })).arrayBuffer();
  await fetch(`${bed.origin}/record`, { method: "POST" });
  await (await send(bed, { question, token })).arrayBuffer();
  const all = (await (await fetch(`${bed.origin}/record`)).json()) as Statement[];
  const start = all.findIndex(({ text }) => /^BEGIN/i.test(text));
  const end = all.findLastIndex(({ text }) => /^COMMIT/i.test(text));
  return all.slice(start, end + 1);
}

async function send(bed: Bed, input: { question: Question; token: string }): Promise<Response> {
  const { path, body } = input.question;
  const headers = { authorization: `Bearer ${input.token}`, "content-type": "application/json" };
  const more = body === undefined ? {} : { method: "POST", body };
  const answer = await fetch(`${bed.origin}${path}`, { headers, ...more });
  if (answer.status !== 200) throw new Error(`${path}: status ${answer.status}`);
  return answer;
}

async function runAll(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { text, values } of statements) await client.query(text, values);
  } finally {
    client.release();
  }
}

async function repeat(work: () => Promise<void>): Promise<{ perSecond: number; p95Ms: number }> {
  const times: number[] = [];
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < SECONDS * 1_000) {
      const begunAt = performance.now();
      await work();
      times.push(performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: times.length / seconds, p95Ms: quantile(times, 0.95) };
}

/** Reads a long answer for some time, and how much the server's memory grows after its first part. */
async function readOn(bed: Bed, question: Question): Promise<Figure[]> {
  const [token = ""] = bed.tokens.slice(-1);
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${bed.origin}${question.path}`, { headers, signal: stop.signal });
  if (answer.body === null) throw new Error(`${question.path} gives nothing.`);
  const startedAt = performance.now();
  let [rows, endedAt] = [0, startedAt];
  const memory: number[] = [];
  const watching = watchMemory(bed, memory, stop.signal);
  for await (const chunk of answer.body) {
    for (const byte of chunk as Uint8Array) if (byte === 0x0a) rows += 1;
    endedAt = performance.now();
    if (endedAt - startedAt > READ_SECONDS * 1_000) break;
    // A stream is over when it has nothing more to tell.
    if (question.name === "stream" && endedAt - startedAt > READ_SECONDS * 900) break;
  }
  stop.abort();
  await watching;
  // Three lines make an event.
  const entries = question.name === "stream" ? rows / 3 : rows;
  const half = memory.slice(Math.floor(memory.length / 2));
  const growth = Math.max(...half) - Math.max(...memory.slice(0, -half.length));
  bed.say(`${question.name}: ${Math.round(entries)} entries`);
  return [
    toFigure({
      ...{ name: `${question.name}: entries`, unit: "1/s", better: "higher" },
      ours: entries / ((endedAt - startedAt) / 1_000),
    }),
    toFigure({
      ...{ name: `${question.name}: growth of memory`, unit: "MB", better: "lower" },
      ours: growth / 1_048_576,
      aim: { on: "ours", value: 64 },
    }),
  ];
}

async function watchMemory(bed: Bed, memory: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    memory.push(Number(await (await fetch(`${bed.origin}/memory`)).json()));
    await pause(500);
  }
}
