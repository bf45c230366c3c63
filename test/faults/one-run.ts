import type { Portal, WorkflowDetails } from "../portal/index.ts";
import { until } from "../support/until.ts";

/** A process that reaches the search step. */
export async function start(
  portal: Portal,
  input: { timeoutSeconds?: number } = {},
): Promise<WorkflowDetails> {
  return portal.startWorkflow({
    code: "logbook_search",
    properties: { period: "week" },
    timeoutSeconds: input.timeoutSeconds ?? 0,
  });
}

export function finished(portal: Portal, { id }: { id: string }): WorkflowDetails {
  const workflow = portal.workflow(id);
  if (workflow === null) throw new Error(`There is no workflow ${id}.`);
  return workflow;
}

export async function untilFinished(
  portal: Portal,
  workflow: { id: string },
  // Twice what a dead worker's leases and claims can hold up.
  timeoutMs = 60_000,
): Promise<WorkflowDetails> {
  return until(
    () => {
      const now = finished(portal, workflow);
      return now.state === "running" ? false : now;
    },
    { timeoutMs, what: "the process to go on" },
  );
}
