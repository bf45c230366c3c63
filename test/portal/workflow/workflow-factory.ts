import type { WorkflowStart } from "../contract.ts";
import { localized } from "../localized.ts";
import type { Portal } from "../portal.ts";
import { newEventId, signEventToken } from "./event-token.ts";
import type { Step } from "./step-registry.ts";
import { newWorkflowId, type Execution, type Workflow } from "./workflow.ts";

const DEAL: [string, string, string] = ["crm", "CCrmDocumentDeal", "DEAL_777"];
const DEAL_TYPE: [string, string, string] = ["crm", "CCrmDocumentDeal", "DEAL"];

/** A new instance; the option of the start wins over the registration's own waiting mode. */
export function newWorkflow(
  portal: Portal,
  input: { step: Step; start: WorkflowStart; templateId: string },
): Workflow {
  const { step, start, templateId } = input;
  const now = portal.cloud.clock.now();
  return {
    id: newWorkflowId(now),
    step,
    stepName: localized(step.name, portal.settings.lang),
    start,
    useSubscription: start.useSubscription ?? (step.useSubscription === "Y" ? "Y" : "N"),
    documentId: start.documentId ?? DEAL,
    documentType: start.documentType ?? DEAL_TYPE,
    templateId,
    state: "running",
    startedAt: now,
    changedAt: now,
    finishedAt: null,
    isTimeout: false,
    log: [],
    returnValues: null,
    executions: [],
    openBranches: Math.max(1, start.parallel ?? 1),
  };
}

/** A new pass through the step, with an event of its own to wait for. */
export function newExecution(
  portal: Portal,
  input: { workflow: Workflow; name: string; remaining: number },
): Execution {
  const { workflow, name, remaining } = input;
  const now = portal.cloud.clock.now();
  const seconds = workflow.start.timeoutSeconds ?? 0;
  const isWaiting = workflow.useSubscription === "Y";
  const eventId = newEventId();
  const parts = { workflowId: workflow.id, activityName: name, eventId };
  return {
    activityName: name,
    eventId,
    token: signEventToken(portal.secret, parts),
    state: isWaiting ? "waiting" : "passed",
    startedAt: now,
    deadlineAt: isWaiting && seconds > 0 ? now + seconds * 1000 : null,
    timer: null,
    remaining,
    firstAnswer: null,
    completionsWithEffect: 0,
    completionsDropped: 0,
  };
}
