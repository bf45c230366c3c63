import type { AppCard, PortalPagesApi } from "../contract.ts";
import { icon } from "./icons.ts";
import { html, type Markup } from "./markup.ts";
import { avatar, fullName, loginLink, portalPage } from "./shell.ts";
import { showTime } from "./times.ts";
import type { Visit } from "./visit.ts";
import { newestWorkflows, stateBadge } from "./workflow-parts.ts";

export function startPage(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  return portalPage(portal, visit, {
    title: t.greeting.replace("{name}", visit.user.name),
    body: html`<p class="lead">${t.greetingNote}</p>
      <div class="cards">
        ${appCard(portal, visit)} ${processCard(portal, visit)} ${logCard(portal, visit)}
        ${peopleCard(portal, visit)}
      </div>`,
  });
}

function appCard(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const app = portal.app();
  return html`<section class="card card-main" data-testid="app-card">
    <h2>${icon("code")}${t.devResources} ${appState(app, visit)}</h2>
    <p class="card-title" data-testid="app-title">${app.title}</p>
    <p class="note">${t.appNote}</p>
    <dl class="facts">
      <dt>${t.handlerPath}</dt>
      <dd><code>${app.appUrl}</code></dd>
      <dt>${t.installPath}</dt>
      <dd><code>${app.installUrl}</code></dd>
      <dt>${t.appCode}</dt>
      <dd><code>${app.code}</code></dd>
      <dt>${t.version}</dt>
      <dd>${app.version}</dd>
      <dt>${t.scope}</dt>
      <dd>${app.scope.map((scope) => html`<span class="tag">${scope}</span> `)}</dd>
    </dl>
    <div class="card-actions">${appActions(app, visit)}</div>
  </section>`;
}

function appState(app: AppCard, visit: Visit): Markup {
  const t = visit.texts;
  if (!app.isAdded)
    return html`<span class="badge" data-testid="app-state">${t.stateNotAdded}</span>`;
  if (!app.isInstalled)
    return html`<span class="badge badge-wait" data-testid="app-state">${t.stateInstalling}</span>`;
  return html`<span class="badge badge-good" data-testid="app-state">${t.stateInstalled}</span>`;
}

function appActions(app: AppCard, visit: Visit): Markup {
  const t = visit.texts;
  if (!app.isAdded) {
    if (!visit.user.isAdmin) return html`<p class="note">${t.adminOnly}</p>`;
    return html`<form method="post" action="/app/add">
      <button class="button button-main" data-testid="add-app">${icon("plus")}${t.addApp}</button>
    </form>`;
  }
  const title = app.isInstalled || !visit.user.isAdmin ? t.openApp : t.continueInstall;
  return html`<a
      class="button button-main"
      href="/marketplace/app/${app.id}/"
      data-testid="open-app"
      >${title}</a
    >
    ${
      visit.user.isAdmin &&
      html`<form method="post" action="/app/uninstall" class="inline-form">
        <label
          ><input type="checkbox" name="clean" value="1" data-testid="uninstall-clean" />
          ${t.uninstallClean}</label
        >
        <button class="button" data-testid="uninstall-app">${t.uninstallApp}</button>
      </form>`
    }`;
}

function processCard(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const newest = newestWorkflows(portal).slice(0, 4);
  return html`<section class="card" data-testid="process-card">
    <h2>${icon("process")}${t.processes}</h2>
    <p class="note">${t.processNote}</p>
    ${newest.length === 0 && html`<p class="note">${t.noWorkflows}</p>`}
    <ul class="rows">
      ${newest.map(
        (workflow) =>
          html`<li>
            <a href="/bizproc/${workflow.id}">${workflow.stepName}</a>
            ${stateBadge(visit, workflow.state)}
          </li>`,
      )}
    </ul>
    <div class="card-actions">
      <a class="button button-main" href="/bizproc/" data-testid="start-process"
        >${t.startProcess}</a
      >
    </div>
  </section>`;
}

function logCard(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  if (!visit.user.isAdmin)
    return html`<section class="card">
      <h2>${icon("log")}${t.eventLog}</h2>
      <p class="note">${t.adminOnly}</p>
    </section>`;
  return html`<section class="card" data-testid="log-card">
    <h2>${icon("log")}${t.eventLog}</h2>
    <ul class="rows">
      ${portal.newestEntries(5).map(
        (entry) =>
          html`<li>
            <code>${entry.auditTypeId}</code>
            <small>${showTime(visit, entry.timestampX)}</small>
          </li>`,
      )}
    </ul>
    <div class="card-actions">
      <a class="button" href="/settings/configs/event_log.php" data-testid="open-event-log"
        >${t.newest.replace("{count}", "50")}</a
      >
    </div>
  </section>`;
}

function peopleCard(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const shown = portal.users().slice(0, 5);
  return html`<section class="card" data-testid="people-card">
    <h2>${icon("people")}${t.employees}</h2>
    <ul class="rows">
      ${shown.map(
        (user) =>
          html`<li>
            ${avatar(user)}<a href="/company/personal/user/${user.id}/">${fullName(user)}</a>
            ${
              user.isActive && user.id !== visit.user.id
                ? html`<a class="small-link" href="${loginLink(visit, user)}">${t.signInAs}</a>`
                : html`<small>${user.isActive ? t.signedIn : t.dismissed}</small>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}
