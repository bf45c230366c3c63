import type { OutsideSystem, Received } from "../outside/outside-system.ts";
import type { Portal, WorkflowDetails } from "../portal/index.ts";
import { until } from "../support/until.ts";

export async function startJob(
  portal: Portal,
  connection: string,
  input: { timeoutSeconds?: number; properties?: Record<string, string> } = {},
): Promise<WorkflowDetails> {
  return portal.startWorkflow({
    code: "logbook_job",
    properties: { connection, payload: '{"order": 777}', wait: "Y", ...input.properties },
    timeoutSeconds: input.timeoutSeconds ?? 0,
  });
}

/** The request for a process's job, once it has come so often. */
export async function requestFor(
  outside: OutsideSystem,
  { id }: { id: string },
  times = 1,
): Promise<Received> {
  return until(
    () => {
      const all = outside.received.filter(({ data }) => data.workflowId === id);
      return all.length >= times ? all.at(-1) : undefined;
    },
    { timeoutMs: 90_000, what: "the request at the outside system" },
  );
}
