import type { PortalPagesApi, PortalUser } from "../contract.ts";
import { html, type Markup } from "./markup.ts";
import { avatar, fullName, loginLink, messagePage, portalPage } from "./shell.ts";
import type { Visit } from "./visit.ts";

export function peoplePage(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const rows = portal.users().map(
    (user) =>
      html`<tr data-testid="user-row" data-user-id="${user.id}">
        <td>
          <span class="with-avatar"
            >${avatar(user)}<a href="/company/personal/user/${user.id}/">${fullName(user)}</a></span
          >
        </td>
        <td>${user.id}</td>
        <td>${roleBadges(visit, user)}</td>
        <td>${user.timeZone || "—"}</td>
        <td>${signIn(visit, user)}</td>
      </tr>`,
  );
  return portalPage(portal, visit, {
    title: t.employees,
    body: html`<section class="card">
      <table class="table">
        <thead>
          <tr>
            <th>${t.name}</th>
            <th>${t.id}</th>
            <th>${t.state}</th>
            <th>${t.timeZone}</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </section>`,
  });
}

export function personPage(portal: PortalPagesApi, visit: Visit, id: number): Markup | null {
  const user = portal.users().find((candidate) => candidate.id === id);
  if (!user) return null;
  return portalPage(portal, visit, {
    title: fullName(user),
    body: html`<section class="card person" data-testid="person-card">
      ${avatar(user)}
      <div>
        <p class="card-title">${fullName(user)}</p>
        <p>${roleBadges(visit, user)}</p>
        <dl class="facts">
          <dt>${visit.texts.id}</dt>
          <dd>${user.id}</dd>
          <dt>${visit.texts.timeZone}</dt>
          <dd>${user.timeZone || "—"}</dd>
        </dl>
        ${signIn(visit, user)}
      </div>
    </section>`,
  });
}

export function adminOnlyPage(portal: PortalPagesApi, visit: Visit): Markup {
  return messagePage(portal, visit, {
    icon: "lock",
    title: visit.texts.denied,
    note: visit.texts.adminOnly,
    testId: "admin-only",
  });
}

function roleBadges(visit: Visit, user: PortalUser): Markup {
  const t = visit.texts;
  if (!user.isActive) return html`<span class="badge">${t.dismissed}</span>`;
  return html`<span class="badge ${user.isAdmin ? "badge-good" : ""}"
      >${user.isAdmin ? t.admin : t.employee}</span
    >
    ${!user.hasAppAccess && html`<span class="badge badge-wait">${t.noAppAccess}</span>`}`;
}

function signIn(visit: Visit, user: PortalUser): Markup | false {
  if (!user.isActive) return false;
  if (user.id === visit.user.id) return html`<small>${visit.texts.signedIn}</small>`;
  return html`<a class="small-link" href="${loginLink(visit, user)}">${visit.texts.signInAs}</a>`;
}
