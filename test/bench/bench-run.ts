import { withTx } from "../../lib/db/index.ts";
import { deleteJobs } from "../../lib/queue/index.ts";
import { startRun } from "../../lib/runs/index.ts";
import type { Portal } from "../portal/index.ts";
import type { BenchPortal } from "./local-portal.ts";

export interface BenchRun {
  workflowId: string;
  runId: string;
  calledAt: Date;
}

export const STEP = "logbook_search";

/** A process that waits at our step, and its token. */
export async function startWaiting(local: Portal): Promise<{ id: string; eventToken: string }> {
  const workflow = await local.startWorkflow({ code: STEP });
  const eventToken = workflow.executions[0]?.eventToken;
  if (eventToken === undefined) throw new Error("The process did not reach the step.");
  return { id: workflow.id, eventToken };
}

/** A run of such a process without its job: whoever writes lines into it is the bench, not the step. */
export async function beginRun({ local, ctx }: BenchPortal): Promise<BenchRun> {
  const { id: workflowId, eventToken } = await startWaiting(local);
  const calledAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const runId = await withTx(ctx.db, async (tx) => {
    const started = await startRun(
      { ...ctx, db: tx },
      {
        eventToken,
        calledAt,
        stepCode: STEP,
        registeredCode: STEP,
        workflowId,
        documentId: ["crm", "CCrmDocumentDeal", "DEAL_777"],
        documentType: ["crm", "CCrmDocumentDeal", "DEAL"],
        properties: {},
        isWaiting: true,
        timeoutSeconds: 0,
        calledByUserId: 1,
      },
    );
    await deleteJobs(tx, { field: "runId", values: [started.runId] });
    return started.runId;
  });
  return { workflowId, runId, calledAt };
}
