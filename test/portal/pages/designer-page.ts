import type { PortalPagesApi, StepCard } from "../contract.ts";
import { finishedRefusal } from "./app-access.ts";
import { designerOptions } from "./designer-options.ts";
import { frameMarkup, hostData, openFrame } from "./frame-config.ts";
import { html, jsonScript, type Markup } from "./markup.ts";
import { memoryOf } from "./memory.ts";
import { startControls } from "./process-page.ts";
import { portalPage } from "./shell.ts";
import type { Visit } from "./visit.ts";

/** `/bizproc/designer/{code}`: the settings dialog of a step that brings its own settings page. */
export function designerPage(portal: PortalPagesApi, visit: Visit, code: string): Markup | null {
  const step = portal.steps(visit.lang).find((candidate) => candidate.code === code);
  if (!step?.usePlacement) return null;
  const refused = finishedRefusal(portal, visit);
  if (refused) return refused;
  const saved = memoryOf(portal).savedValues.get(code) ?? {};
  const config = openFrame(portal, visit, {
    kind: "settings",
    placement: "BIZPROC_ACTIVITY_PROPERTIES_DIALOG",
    options: designerOptions(step, saved),
    propertyIds: step.properties.map((property) => property.Id),
  });
  return portalPage(portal, visit, {
    title: visit.texts.designer,
    scripts: ["frame-host", "designer"],
    body: html`<div class="columns columns-designer">
        ${canvas(visit, step)} ${dialog(visit, step, frameMarkup(config, frameNames(step)))}
      </div>
      ${hostData(portal, visit)} ${jsonScript("designer-data", { code, saved })}`,
  });
}

/** A drawing of the template around the step, so that the dialog has something to belong to. */
function canvas(visit: Visit, step: StepCard): Markup {
  return html`<section class="card canvas" aria-hidden="true">
    <span class="canvas-node">${visit.texts.document}</span>
    <span class="canvas-node current">${step.name}</span>
    <span class="canvas-node">${visit.texts.lineCompletion}</span>
  </section>`;
}

function dialog(visit: Visit, step: StepCard, frame: Markup): Markup {
  const t = visit.texts;
  return html`<section class="card dialog-card" data-testid="designer-dialog">
    <h2>
      ${step.name}
      <span class="badge" data-testid="designer-state">${t.unsaved}</span>
    </h2>
    <p class="note">${t.designerNote}</p>
    ${frame}
    <h3>${t.chosenValues}</h3>
    <p class="note" data-no-values>${t.noValues}</p>
    <table class="table" data-values-table hidden>
      <tbody data-testid="designer-values"></tbody>
    </table>
    <div class="card-actions">
      <button
        class="button button-main"
        data-save
        data-saved-text="${t.saved}"
        data-unsaved-text="${t.unsaved}"
        data-testid="designer-save"
      >
        ${t.save}
      </button>
    </div>
    <form method="post" action="/bizproc/start" data-testid="designer-start-form">
      <input type="hidden" name="code" value="${step.code}" />
      <input type="hidden" name="values" value="saved" />
      ${startControls(visit)}
      <button class="button" data-start-saved data-testid="designer-start">${t.startSaved}</button>
    </form>
  </section>`;
}

function frameNames(step: StepCard): { id: string; title: string } {
  return { id: "settings-frame", title: step.name };
}
