import type { PortalPagesApi, WorkflowView } from "../contract.ts";
import { html, jsonScript, type Markup } from "./markup.ts";
import { portalPage } from "./shell.ts";
import { showTime } from "./times.ts";
import type { Visit } from "./visit.ts";
import { stateBadge, stateTexts, toView } from "./workflow-parts.ts";

/** `/bizproc/{workflowId}`: one instance; the browser side keeps it up to date. */
export function workflowPage(portal: PortalPagesApi, visit: Visit, id: string): Markup | null {
  const workflow = portal.workflow(id);
  if (!workflow) return null;
  const t = visit.texts;
  return portalPage(portal, visit, {
    title: workflow.stepName,
    scripts: ["workflow"],
    actions: html`<span class="button-row">
      <a class="button" href="/bizproc/">${t.allProcesses}</a>
      <button
        class="button"
        data-terminate
        data-testid="terminate-button"
        ${workflow.state !== "running" && html`hidden`}
      >
        ${t.terminate}
      </button>
    </span>`,
    body: html`<div
        class="columns columns-even"
        data-testid="workflow"
        data-workflow-id="${workflow.id}"
      >
        ${factsCard(visit, workflow)} ${valuesCard(visit)}
      </div>
      ${logCard(visit)}
      ${jsonScript("workflow-data", {
        workflow: toView(workflow),
        states: stateTexts(t),
        kinds: { system: t.lineSystem, progress: t.lineProgress, completion: t.lineCompletion },
      })}`,
  });
}

function factsCard(visit: Visit, workflow: WorkflowView): Markup {
  const t = visit.texts;
  return html`<section class="card">
    <h2>
      ${t.state}
      <span data-testid="workflow-state" data-state="${workflow.state}"
        >${stateBadge(visit, workflow.state)}</span
      >
      <span
        class="badge badge-bad"
        data-testid="is-timeout"
        data-value="${workflow.isTimeout ? "Y" : "N"}"
        ${!workflow.isTimeout && html`hidden`}
        >${t.timedOut}</span
      >
    </h2>
    <dl class="facts">
      <dt>${t.id}</dt>
      <dd><code data-testid="workflow-id">${workflow.id}</code></dd>
      <dt>${t.step}</dt>
      <dd><code>${workflow.code}</code></dd>
      <dt>${t.document}</dt>
      <dd><code>${workflow.documentId[2]}</code></dd>
      <dt>${t.startedAt}</dt>
      <dd>${showTime(visit, workflow.startedAt)}</dd>
      <dt>${t.finishedAt}</dt>
      <dd data-testid="finished-at">
        ${workflow.finishedAt === null ? "—" : showTime(visit, workflow.finishedAt)}
      </dd>
    </dl>
  </section>`;
}

function valuesCard(visit: Visit): Markup {
  const t = visit.texts;
  return html`<section class="card" data-testid="return-values">
    <h2>${t.returnValues}</h2>
    <p class="note" data-no-values>${t.returnNone}</p>
    <table class="table" data-values-table hidden>
      <thead>
        <tr>
          <th>${t.name}</th>
          <th>${t.value}</th>
        </tr>
      </thead>
      <tbody></tbody>
    </table>
  </section>`;
}

function logCard(visit: Visit): Markup {
  const t = visit.texts;
  return html`<section class="card" data-testid="workflow-log">
    <h2>${t.processLog} <span class="badge" data-testid="log-count">0</span></h2>
    <p class="note" data-no-lines>${t.logWaiting}</p>
    <ol class="log-lines" data-lines></ol>
  </section>`;
}
