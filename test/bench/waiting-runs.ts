import { randomBytes } from "node:crypto";
import type { PortalCtx } from "../../lib/ctx.ts";
import { deleteJobs } from "../../lib/queue/index.ts";
import { startRun } from "../../lib/runs/index.ts";
import type { BenchPortal } from "./local-portal.ts";

const CODE = "logbook_wait";
const TOGETHER = 100;

export interface WaitingRun {
  portal: BenchPortal;
  runId: string;
  userId: number;
}

interface Call {
  eventToken: string;
  workflowId: string;
  userId: number;
}

/** Runs that wait for an entry nobody writes; as the step leaves them, without its first search. */
export async function parkRuns(ctx: PortalCtx, { count }: { count: number }): Promise<void> {
  const mark = randomBytes(8).toString("hex");
  for (let from = 0; from < count; from += TOGETHER) {
    const calls = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, place) => ({
      eventToken: `${mark}.${from + place}|A1|${"a".repeat(32)}`,
      workflowId: `${mark}.${from + place}`,
      userId: 1_000 + from + place,
    }));
    const runIds = await Promise.all(calls.map(async (call) => begin(ctx, call)));
    await deleteJobs(ctx.db, { field: "runId", values: runIds });
    await park(ctx, runIds);
  }
}

/** One that a process of the local portal waits for. */
export async function startWaitingRun(
  portal: BenchPortal,
  { userId }: { userId: number },
): Promise<WaitingRun> {
  const workflow = await portal.local.startWorkflow({ code: CODE });
  const eventToken = workflow.executions[0]?.eventToken;
  if (eventToken === undefined) throw new Error("The process did not reach the step.");
  const runId = await begin(portal.ctx, { eventToken, workflowId: workflow.id, userId });
  await deleteJobs(portal.ctx.db, { field: "runId", values: [runId] });
  await park(portal.ctx, [runId]);
  return { portal, runId, userId };
}

async function begin(ctx: PortalCtx, { eventToken, workflowId, userId }: Call): Promise<string> {
  const { runId } = await startRun(ctx, {
    eventToken,
    calledAt: new Date(Math.floor(Date.now() / 1_000) * 1_000),
    stepCode: CODE,
    registeredCode: CODE,
    workflowId,
    documentId: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    documentType: ["crm", "CCrmDocumentDeal", "DEAL"],
    properties: { query: queryFor(userId) },
    isWaiting: true,
    timeoutSeconds: 0,
    calledByUserId: 1,
  });
  return runId;
}

function queryFor(userId: number): string {
  return `type:USER_LOGIN user:${userId} ip:203.0.113.0/24`;
}

async function park({ db, portalId }: PortalCtx, runIds: string[]): Promise<void> {
  await db.$executeRaw`UPDATE run SET state = 'running', started_at = now()
    WHERE portal_id = ${portalId} AND id = ANY(${runIds}::uuid[]) AND state = 'received'`;
  await db.$executeRaw`
    INSERT INTO archive_watch (portal_id, seen_seq)
    SELECT ${portalId}, coalesce((SELECT last_seq FROM archive_head WHERE portal_id = ${portalId}), 0)
    ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO step_wait (portal_id, run_id, called_at, query, from_at, zone, lang)
    SELECT portal_id, id, called_at, properties->>'query', called_at, 'UTC', 'en' FROM run
    WHERE portal_id = ${portalId} AND id = ANY(${runIds}::uuid[]) ON CONFLICT DO NOTHING`;
}
