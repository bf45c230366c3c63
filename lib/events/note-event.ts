import { Prisma } from "../../prisma/generated/client.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import type { Db } from "../db/index.ts";
import { insertEvents } from "./insert-events.ts";
import type { EventStatus } from "./shared.ts";

export interface NoteEventInput {
  /** Names the thing: with the same name and start it is recorded once, however often this is called. */
  thing: string;
  startedAt: Date;
  responseMs: number;
  status: EventStatus;
  eventName: string;
  /** Path of the handler that was called, or id of the connection. */
  webhookId: string;
  /** JSON that is masked already; null where nothing was asked. */
  input: string | null;
  message: string;
  runId?: string | null;
  warnings?: string[];
  errors?: string[];
}

const MAX_NAME = 200;
const MAX_TEXT = 1_000;
const MAX_LINES = 20;

/** Records one event of the portal, in the caller's transaction if there is one. */
export async function noteEvent(ctx: PortalCtx, input: NoteEventInput): Promise<void> {
  await noteEvents(ctx.db, [{ ...input, portalId: ctx.portalId }]);
}

/** Records events of several portals; of portals that do not exist, nothing is kept. */
export async function noteEvents(
  db: Db,
  events: (NoteEventInput & { portalId: bigint })[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = JSON.stringify(events.map(toRow));
  // `FOR KEY SHARE` waits for a portal that is being deleted: no row is left behind it.
  await db.$executeRaw`/* kept plan */ WITH live AS (
      SELECT id FROM portal WHERE id IN (SELECT "portalId" FROM json_to_recordset(${rows}::json)
        AS e ("portalId" bigint)) ORDER BY id FOR KEY SHARE
    ) ${insertEvents(Prisma.sql`
      SELECT e."portalId", e.at, e.thing, e."responseMs", e.status, e."eventName", e."webhookId",
        e."runId", e.input, e.message, e.warnings, e.errors
      FROM json_to_recordset(${rows}::json) AS e ("portalId" bigint, at timestamptz(3), thing text,
        "responseMs" integer, status text, "eventName" text, "webhookId" text, "runId" uuid,
        input text, message text, warnings text[], errors text[])
      JOIN live ON live.id = e."portalId"`)}`;
}

/** When a call came in, how long its answer took, and what an outage did to it. */
export function toArrivalFacts(ctx: Ctx): {
  startedAt: Date;
  responseMs: number;
  warnings: string[];
} {
  const { arrival } = ctx;
  if (arrival === undefined) return { startedAt: ctx.now(), responseMs: 0, warnings: [] };
  const tookMs = Date.now() - arrival.atMs;
  const startedAt = new Date(arrival.atMs);
  if (arrival.keptAfterMs === null) return { startedAt, responseMs: tookMs, warnings: [] };
  const seconds = Math.round(tookMs / 1_000);
  return {
    startedAt,
    responseMs: arrival.keptAfterMs,
    warnings: [`The database was away: the call was kept on disk and handled ${seconds} s later.`],
  };
}

function toRow({ portalId, startedAt, ...event }: NoteEventInput & { portalId: bigint }) {
  const { runId = null, warnings = [], errors = [] } = event;
  return {
    ...event,
    portalId: portalId.toString(),
    at: startedAt,
    responseMs: Math.min(2 ** 31 - 1, Math.max(0, Math.round(event.responseMs))),
    eventName: cleanText(event.eventName, MAX_NAME),
    webhookId: cleanText(event.webhookId, MAX_NAME),
    message: cleanText(event.message, MAX_TEXT),
    runId,
    warnings: cleanLines(warnings),
    errors: cleanLines(errors),
  };
}

function cleanLines(lines: string[]): string[] {
  return lines.slice(0, MAX_LINES).map((line) => cleanText(line, MAX_TEXT));
}

// The database takes neither NUL nor halves of a surrogate pair.
function cleanText(text: string, max: number): string {
  return text.slice(0, max).toWellFormed().replaceAll("\0", "\ufffd");
}
