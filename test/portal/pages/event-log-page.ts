import type { LogEntryView, PortalPagesApi } from "../contract.ts";
import { html, type Markup } from "./markup.ts";
import { adminOnlyPage } from "./people-pages.ts";
import { fullName, portalPage } from "./shell.ts";
import { showTime } from "./times.ts";
import type { Visit } from "./visit.ts";

const pageSize = 50;

export function eventLogPage(portal: PortalPagesApi, visit: Visit): Markup {
  if (!visit.user.isAdmin) return adminOnlyPage(portal, visit);
  const t = visit.texts;
  const entries = portal.newestEntries(pageSize);
  return portalPage(portal, visit, {
    title: t.eventLog,
    scripts: ["event-log"],
    actions: html`<span class="button-row">
      ${[1, 10, 100].map(
        (count) =>
          html`<button class="button" data-append="${count}" data-testid="append-entries-${count}">
            ${t.appendEntries.replace("{count}", String(count))}
          </button>`,
      )}
    </span>`,
    body: html`<section class="card">
      <p class="note">${t.newest.replace("{count}", String(pageSize))}</p>
      ${entries.length === 0 && html`<p class="note">${t.logEmpty}</p>`}
      <table class="table table-log">
        <thead>
          <tr>
            <th>${t.time}</th>
            <th>${t.severity}</th>
            <th>${t.eventType}</th>
            <th>${t.user}</th>
            <th>${t.description}</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map((entry) => entryRow(portal, visit, entry))}
        </tbody>
      </table>
    </section>`,
  });
}

function entryRow(portal: PortalPagesApi, visit: Visit, entry: LogEntryView): Markup {
  const user = portal.users().find((candidate) => candidate.id === entry.userId);
  return html`<tr data-testid="log-entry" data-entry-id="${entry.id}">
    <td class="nowrap">${showTime(visit, entry.timestampX)}<small>#${entry.id}</small></td>
    <td><span class="badge severity-${entry.severity.toLowerCase()}">${entry.severity}</span></td>
    <td><code>${entry.auditTypeId}</code></td>
    <td>${user ? fullName(user) : (entry.userId ?? "—")}</td>
    <td class="breaks">${entry.description ?? "—"}</td>
  </tr>`;
}
