import type { Outbox, Run, RunEvent } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { notFound } from "../errors.ts";
import { getPortal } from "../portals/index.ts";
import { getRunKey } from "./internal.ts";
import type { RunDetail, TimelineItem } from "./shared.ts";
import { toIso, toRunView } from "./view.ts";

const MAX_LINES = 1_000;

/** One run with everything that happened to it and what the portal has of it. */
export async function getRun(ctx: PortalCtx, input: { runId: string }): Promise<RunDetail> {
  const { runId, calledAt } = await getRunKey(ctx, input.runId);
  const where = { runId, calledAt, portalId: ctx.portalId };
  const [run, events, rows, portal] = await Promise.all([
    ctx.db.run.findFirst({ where: { id: runId, calledAt, portalId: ctx.portalId } }),
    ctx.db.runEvent.findMany({ where, orderBy: { id: "asc" } }),
    ctx.db.outbox.findMany({ where, orderBy: { seq: "desc" }, take: MAX_LINES }),
    getPortal(ctx),
  ]);
  if (run === null) throw notFound("run", input.runId);
  const lastLine = rows.find(({ kind }) => kind === "log");
  return {
    run: toRunView(run, lastLine === undefined ? null : textOf(lastLine)),
    properties: toRecord(run.properties),
    returnValues: run.outcomeValues === null ? null : toRecord(run.outcomeValues),
    timeline: [
      toReceived(run),
      ...events.map((event) => toState(event, run)),
      ...rows.map(toLineItem),
    ].sort(inOrder),
    portalOrigin: portal.origin,
  };
}

const NOTHING_SENT = {
  seq: null,
  percent: null,
  delivery: null,
  deliveredAt: null,
  attempts: null,
  error: null,
};

// The run's own row says when it was accepted; an event of its own would only make the call slower.
function toReceived(run: Run): TimelineItem {
  return {
    ...NOTHING_SENT,
    id: `r${run.id}`,
    at: run.receivedAt.toISOString(),
    kind: "state",
    state: "received",
    message: null,
  };
}

function toState(event: RunEvent, run: Run): TimelineItem {
  const isError = event.kind === "error";
  return {
    ...NOTHING_SENT,
    id: `e${event.id}`,
    at: event.at.toISOString(),
    kind: isError ? "error" : "state",
    state: isError ? null : event.kind,
    message: event.kind === "settled" ? run.outcomeMessage : event.message,
    error: isError ? event.message : null,
  };
}

function toLineItem(row: Outbox): TimelineItem {
  return {
    id: `o${row.id}`,
    at: row.createdAt.toISOString(),
    kind: row.kind === "complete" ? "completion" : "line",
    state: null,
    message: textOf(row),
    seq: row.seq,
    percent: percentOf(row),
    delivery: deliveryOf(row),
    deliveredAt: row.isOmitted ? null : toIso(row.doneAt),
    attempts: row.attempts + row.refusals,
    error: row.error,
  };
}

function deliveryOf(row: Outbox): TimelineItem["delivery"] {
  if (row.isOmitted) return "omitted";
  const names: Record<string, TimelineItem["delivery"]> = {
    pending: "pending",
    done: "delivered",
    dead: "failed",
  };
  return names[row.state] ?? null;
}

function textOf({ body }: Outbox): string | null {
  const { message } = toRecord(body);
  return typeof message === "string" ? message : null;
}

function percentOf({ body }: Outbox): number | null {
  const { percent } = toRecord(body);
  return typeof percent === "number" ? percent : null;
}

function toRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

// Rows of one moment: lines by their number, an outcome before its completion.
function inOrder(left: TimelineItem, right: TimelineItem): number {
  if (left.seq !== null && right.seq !== null) return left.seq - right.seq;
  return left.at.localeCompare(right.at) || (left.seq ?? 0) - (right.seq ?? 0);
}
