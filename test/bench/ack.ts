import { randomBytes } from "node:crypto";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { ensureBuild } from "../support/build.ts";
import { freePort } from "../support/free-port.ts";
import { makePortal, type MadePortal } from "../support/make-portal.ts";
import {
  makeBenchDb,
  ringText,
  root,
  startProgram,
  type BenchOptions,
  type Started,
} from "./bed.ts";
import { median, toFigure, type Figure } from "./figure.ts";
import { load, type LoadResult } from "./load.ts";

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 32;
const PEER = "bare node:http with the same insert";

/** The activity door of the production server beside a bare server that stores the same row. */
export async function ack(options: BenchOptions): Promise<Figure[]> {
  await ensureBuild(options.say);
  const bench = await makeBenchDb(options.serverUrl);
  await migrate(bench.url);
  await installQueues(bench.url);
  const made = await makePortal(bench.db);
  const servers: Started[] = [];
  try {
    const ours = await startOurs(bench.url, servers);
    const peer = await startPeer(bench.url, made, servers);
    const rounds = await measure({ options, made, ours, peer });
    return toFigures(rounds);
  } finally {
    for (const server of servers) await server.stop();
    await bench.drop();
  }
}

async function startOurs(databaseUrl: string, servers: Started[]): Promise<string> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startProgram({
    args: [`${root}lib/cli/start.ts`, "--web"],
    env: {
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      APP_URL: origin,
      LOG_LEVEL: "warn",
      APP_SECRETS: ringText(),
    },
    address: `${origin}/api/health?part=web`,
  });
  servers.push(server);
  return origin;
}

async function startPeer(
  databaseUrl: string,
  made: MadePortal,
  servers: Started[],
): Promise<string> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startProgram({
    args: [`${root}test/bench/bare-server.ts`, String(port), databaseUrl, String(made.portal.id)],
    env: {},
    address: origin,
  });
  servers.push(server);
  return origin;
}

interface Round {
  ours: LoadResult;
  peer: LoadResult;
}

async function measure(input: {
  options: BenchOptions;
  made: MadePortal;
  ours: string;
  peer: string;
}): Promise<Round[]> {
  const body = callBody(input.made);
  const run = async (origin: string, seconds: number) =>
    load({
      origin,
      path: "/b24/activity/logbook_search",
      body,
      connections: CONNECTIONS,
      seconds,
    });
  input.options.say("warming up");
  await run(input.ours, 3);
  await run(input.peer, 2);
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const ours = await run(input.ours, SECONDS);
    const peer = await run(input.peer, SECONDS);
    rounds.push({ ours, peer });
    input.options.say(
      `round ${round} of ${ROUNDS}: ours ${ours.perSecond.toFixed(0)}/s p99 ${ours.p99Ms.toFixed(1)} ms, ` +
        `bare ${peer.perSecond.toFixed(0)}/s p99 ${peer.p99Ms.toFixed(1)} ms`,
    );
  }
  return rounds;
}

function callBody(made: MadePortal): (number: number) => string {
  const mark = randomBytes(6).toString("hex");
  let count = 0;
  return () => {
    count += 1;
    const form = new URLSearchParams({
      workflow_id: `${mark}.${count}`,
      code: "logbook_search",
      "document_id[0]": "crm",
      "document_id[1]": "CCrmDocumentDeal",
      "document_id[2]": "DEAL_777",
      "document_type[0]": "crm",
      "document_type[1]": "CCrmDocumentDeal",
      "document_type[2]": "DEAL",
      event_token: `${mark}.${count}|A1_2_3_4|${mark}${count}.${"a".repeat(64)}`,
      "properties[period]": "day",
      "properties[text]": "order payment",
      "properties[limit]": "100",
      use_subscription: "Y",
      timeout_duration: "600",
      ts: String(Math.floor(Date.now() / 1_000)),
      "auth[access_token]": "0".repeat(70),
      "auth[expires_in]": "3600",
      "auth[domain]": "portal.example.bitrix24.com",
      "auth[member_id]": made.portal.memberId,
      "auth[user_id]": "1",
      "auth[application_token]": made.applicationToken,
    });
    return form.toString();
  };
}

function toFigures(rounds: Round[]): Figure[] {
  const pick = (side: keyof Round, key: keyof LoadResult) =>
    median(rounds.map((round) => round[side][key]));
  const peer = (key: keyof LoadResult) => ({ name: PEER, value: pick("peer", key) });
  return [
    toFigure({
      name: "ack throughput",
      unit: "calls/s",
      ours: pick("ours", "perSecond"),
      peer: peer("perSecond"),
      better: "higher",
      aim: { on: "ratio", value: 0.5 },
    }),
    toFigure({
      name: "ack p50",
      unit: "ms",
      ours: pick("ours", "p50Ms"),
      peer: peer("p50Ms"),
      better: "lower",
    }),
    toFigure({
      name: "ack p99",
      unit: "ms",
      ours: pick("ours", "p99Ms"),
      peer: peer("p99Ms"),
      better: "lower",
      aim: { on: "ratio", value: 3 },
    }),
  ];
}
