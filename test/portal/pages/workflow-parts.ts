import type { PortalPagesApi, WorkflowView } from "../contract.ts";
import { html, type Markup } from "./markup.ts";
import type { Texts } from "./texts.ts";
import type { Visit } from "./visit.ts";

/** What a page may show of a process; the core may know more, and some of that is secret. */
export function toView(workflow: WorkflowView): WorkflowView {
  const { id, code, stepName, documentId, state, startedAt } = workflow;
  const { finishedAt, isTimeout, log, returnValues } = workflow;
  const start = { id, code, stepName, documentId, state, startedAt };
  return { ...start, finishedAt, isTimeout, log, returnValues };
}

export function newestWorkflows(portal: PortalPagesApi): WorkflowView[] {
  const newestFirst = portal.workflows().toReversed();
  return newestFirst.sort((a, b) => b.startedAt.localeCompare(a.startedAt)).map(toView);
}

export function stateBadge(visit: Visit, state: WorkflowView["state"]): Markup {
  return html`<span class="badge state-${state}" data-state="${state}"
    >${stateTexts(visit.texts)[state]}</span
  >`;
}

export function stateTexts(t: Texts): Record<WorkflowView["state"], string> {
  return {
    running: t.stateRunning,
    completed: t.stateCompleted,
    terminated: t.stateTerminated,
    gone: t.stateGone,
  };
}
