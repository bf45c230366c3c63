import { createServer } from "node:http";
import pg from "pg";
import { GET as streamExport } from "../../app/api/v1/exports/stream/route.ts";
import { GET as openStream } from "../../app/api/v1/stream/route.ts";
import { limitSnapshots } from "../../lib/archive/index.ts";
import { SNAPSHOT_LIMITS } from "../../lib/web/snapshot-limits.ts";
import { tryHotDoor } from "../../lib/web/hot-door.ts";
import { answerRoute, type Handler } from "../support/answer-route.ts";

/** A statement that a door sent to the database. */
export interface Statement {
  text: string;
  values: unknown[];
  /** Under which its plan is kept. */
  name?: string;
}

let recorded: Statement[] | null = null;

// What the driver is given, whoever gives it.
const send = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]): unknown {
  const [config, values] = args;
  if (typeof config === "string") recorded?.push({ text: config, values: toValues(values) });
  else if (isConfig(config)) {
    const { text, name } = config;
    recorded?.push({ text, values: toValues(config.values), ...(name !== undefined && { name }) });
  }
  return send.apply(this, args);
} as typeof pg.Client.prototype.query;

function isConfig(value: unknown): value is { text: string; values?: unknown; name?: string } {
  return typeof value === "object" && value !== null && "text" in value;
}

function toValues(values: unknown): unknown[] {
  const list: unknown[] = Array.isArray(values) ? values : [];
  return list.map((one) => (typeof one === "bigint" ? String(one) : one));
}

const params = Promise.resolve({});
const DOORS: Record<string, Handler> = {
  "/api/v1/exports/stream": (request) => streamExport(request, { params }),
  "/api/v1/stream": openStream,
  "/record": (request) => {
    const before = recorded ?? [];
    recorded = request.method === "POST" ? [] : null;
    return Promise.resolve(Response.json(before));
  },
  "/state": () => {
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1_000;
    return Promise.resolve(Response.json({ cpu, memory: process.memoryUsage().rss }));
  },
};

// As in the web process.
limitSnapshots(SNAPSHOT_LIMITS);
const server = createServer((incoming, outgoing) => {
  if (tryHotDoor(incoming, outgoing)) return;
  answerRoute(incoming, outgoing, ({ url }) => DOORS[new URL(url).pathname] ?? null).catch(
    (error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    },
  );
});
server.listen(Number(process.argv[2]), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
