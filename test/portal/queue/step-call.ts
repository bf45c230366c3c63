import type { JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { stepInputs } from "../workflow/step-inputs.ts";
import type { Execution, Workflow } from "../workflow/workflow.ts";
import { portalAuth, userAuth } from "./auth-block.ts";

function callForm(portal: Portal, input: { workflow: Workflow; execution: Execution }): JsonMap {
  const { workflow, execution } = input;
  const { authUserId } = workflow.step;
  return {
    workflow_id: workflow.id,
    code: workflow.step.code,
    document_id: workflow.documentId,
    document_type: workflow.documentType,
    event_token: execution.token,
    properties: stepInputs(workflow.step, workflow.start.properties),
    use_subscription: workflow.useSubscription,
    timeout_duration: String(workflow.start.timeoutSeconds ?? 0),
    ts: String(Math.floor(execution.startedAt / 1000)),
    auth:
      authUserId > 0
        ? userAuth(portal, { userId: authUserId, source: "activity", withRefresh: true })
        : portalAuth(portal),
  };
}

/** Queues the call of a step; silently nothing while the application is not fully installed. */
export function queueStepCall(
  portal: Portal,
  input: { workflow: Workflow; execution: Execution },
): void {
  if (!portal.installation.isInstalled) return;
  portal.cloud.queue.enqueue({
    memberId: portal.memberId,
    kind: "activity",
    name: input.workflow.step.code,
    url: input.workflow.step.handler,
    workflowId: input.workflow.id,
    form: callForm(portal, input),
  });
}
