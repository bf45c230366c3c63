import type { PortalPagesApi, StepCard } from "../contract.ts";
import { findDeal, sampleDeals } from "./deals.ts";
import { html, type Markup } from "./markup.ts";
import { memoryOf, type PropertyValues } from "./memory.ts";
import { propertyRow } from "./property-inputs.ts";
import { portalPage } from "./shell.ts";
import { showTime } from "./times.ts";
import type { Visit } from "./visit.ts";
import { newestWorkflows, stateBadge } from "./workflow-parts.ts";

/** `/bizproc/?code=…&deal=…`: choose a step, fill it in, start it on a deal. */
export function processPage(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const steps = portal.steps(visit.lang);
  const wanted = visit.url.searchParams.get("code");
  const chosen = steps.find((step) => step.code === wanted) ?? steps[0];
  return portalPage(portal, visit, {
    title: t.processes,
    scripts: ["process-form"],
    body: html`<div class="columns">
        <section class="card" data-testid="step-list">
          <h2>${t.step}</h2>
          ${steps.length === 0 && html`<p class="note">${t.noSteps}</p>`}
          <ul class="choices">
            ${steps.map((step) => stepChoice(visit, step, step === chosen))}
          </ul>
        </section>
        ${chosen && startForm(portal, visit, chosen)}
      </div>
      ${workflowList(portal, visit)}`,
  });
}

function stepChoice(visit: Visit, step: StepCard, isChosen: boolean): Markup {
  const t = visit.texts;
  return html`<li>
    <a
      href="/bizproc/?code=${encodeURIComponent(step.code)}"
      class="choice ${isChosen ? "current" : ""}"
      data-testid="step-${step.code}"
    >
      <span>${step.name}</span>
      <small>${step.kind === "robot" ? t.stepRobot : t.stepActivity} · ${step.code}</small>
    </a>
  </li>`;
}

function startForm(portal: PortalPagesApi, visit: Visit, step: StepCard): Markup {
  const t = visit.texts;
  const saved: PropertyValues = memoryOf(portal).savedValues.get(step.code) ?? {};
  return html`<form
    class="card start-form"
    method="post"
    action="/bizproc/start"
    data-testid="start-form"
    data-code="${step.code}"
  >
    <input type="hidden" name="code" value="${step.code}" />
    <h2>
      ${step.name}
      ${
        step.usePlacement &&
        html`<a
          class="small-link"
          href="/bizproc/designer/${encodeURIComponent(step.code)}"
          data-testid="open-designer"
          >${t.openDesigner}</a
        >`
      }
    </h2>
    <p class="note">${step.description}</p>
    <h3>${t.properties}</h3>
    ${step.properties.length === 0 && html`<p class="note">${t.noProperties}</p>`}
    <div class="property-grid">
      ${step.properties.map((property) =>
        propertyRow(visit, { property, saved: saved[property.Id], people: portal.users() }),
      )}
    </div>
    <h3>${t.startButton}</h3>
    ${startControls(visit)}
    <button class="button button-main" data-testid="start-button">${t.startButton}</button>
  </form>`;
}

/** Deal, waiting and time limit: the same three questions here and in the designer. */
export function startControls(visit: Visit): Markup {
  const t = visit.texts;
  const deal = findDeal(Number(visit.url.searchParams.get("deal"))) ?? sampleDeals[0];
  return html`<div class="field-row">
    <label class="field"
      ><span>${t.document}</span>
      <select name="deal" data-testid="start-deal">
        ${sampleDeals.map(
          (each) =>
            html`<option value="${each.id}" ${each === deal && html`selected`}>
              DEAL_${each.id} ${each.title}
            </option>`,
        )}
      </select></label
    >
    <label class="field"
      ><span>${t.waiting}</span>
      <select name="subscription" data-testid="start-waiting">
        <option value="">${t.waitingDefault}</option>
        <option value="Y">${t.waitingYes}</option>
        <option value="N">${t.waitingNo}</option>
      </select></label
    >
    <label class="field"
      ><span>${t.timeLimit}</span>
      <input
        name="timeout"
        type="number"
        min="0"
        value="600"
        title="${t.timeLimitNote}"
        data-testid="start-timeout"
    /></label>
  </div>`;
}

function workflowList(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const rows = newestWorkflows(portal).map(
    (workflow) =>
      html`<tr data-testid="workflow-row" data-workflow-id="${workflow.id}">
        <td><a href="/bizproc/${workflow.id}">${workflow.stepName}</a></td>
        <td><code>${workflow.documentId[2]}</code></td>
        <td>${showTime(visit, workflow.startedAt)}</td>
        <td>${stateBadge(visit, workflow.state)}</td>
      </tr>`,
  );
  return html`<section class="card">
    <h2>${t.allProcesses}</h2>
    ${
      rows.length === 0
        ? html`<p class="note">${t.noWorkflows}</p>`
        : html`<table class="table">
            <thead>
              <tr>
                <th>${t.step}</th>
                <th>${t.document}</th>
                <th>${t.startedAt}</th>
                <th>${t.state}</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
    }
  </section>`;
}
