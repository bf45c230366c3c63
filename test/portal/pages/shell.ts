import type { PortalPagesApi, PortalUser } from "../contract.ts";
import { icon, type IconName } from "./icons.ts";
import { html, type Markup } from "./markup.ts";
import { leftMenu } from "./menu.ts";
import { clockNow } from "./times.ts";
import type { Visit } from "./visit.ts";

export interface PageParts {
  title: string;
  body: Markup;
  /** Names of browser modules, without the extension. */
  scripts?: string[];
  /** The content is one frame that fills the page. */
  isFrame?: boolean;
  actions?: Markup;
}

export function portalPage(portal: PortalPagesApi, visit: Visit, parts: PageParts): Markup {
  const content = html`<main class="content ${parts.isFrame ? "content-frame" : ""}">
    <div class="content-head">
      <h1 id="pagetitle" data-testid="page-title">${parts.title}</h1>
      ${parts.actions}
    </div>
    ${parts.body}
  </main>`;
  const body = visit.isBare
    ? html`<body class="bare">
        ${content}
      </body>`
    : html`<body>
        ${leftMenu(portal, visit)}
        <div class="main">${pageHeader(portal, visit)}${content}</div>
      </body>`;
  return documentOf(portal, visit, { ...parts, body });
}

/** A page that has nothing but one sentence to say. */
export function messagePage(
  portal: PortalPagesApi,
  visit: Visit,
  message: { icon: IconName; title: string; note: string; testId: string },
): Markup {
  return portalPage(portal, visit, {
    title: message.title,
    body: html`<section class="card message" data-testid="${message.testId}">
      <span class="message-icon">${icon(message.icon)}</span>
      <p>${message.note}</p>
      <a class="button" href="/">${visit.texts.toStart}</a>
    </section>`,
  });
}

export function fullName(user: PortalUser): string {
  return `${user.name} ${user.lastName}`.trim();
}

export function avatar(user: PortalUser): Markup {
  const letters = (user.name.slice(0, 1) + user.lastName.slice(0, 1)).toUpperCase();
  return html`<span class="avatar avatar-${user.id % 6}" aria-hidden="true">${letters}</span>`;
}

export function loginLink(visit: Visit, user: PortalUser): string {
  return `/login-as?user=${user.id}&back=${encodeURIComponent(visit.here)}`;
}

function documentOf(
  portal: PortalPagesApi,
  visit: Visit,
  parts: PageParts & { body: Markup },
): Markup {
  const scripts = parts.scripts ?? [];
  return html`${{ markup: "<!doctype html>" }}
    <html lang="${visit.lang}" data-theme="${visit.theme}" data-time-zone="${visit.timeZone}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title} — ${portal.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/static/portal.css" />
        ${scripts.map((name) => html`<script type="module" src="/static/${name}.js"></script>`)}
      </head>
      ${parts.body}
    </html>`;
}

function pageHeader(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const isDark = visit.theme === "dark";
  const back = encodeURIComponent(visit.here);
  return html`<header class="top">
    <span class="top-clock" title="${visit.timeZone}">${icon("clock")}${clockNow(visit)}</span>
    <span class="top-space"></span>
    <span class="segments" role="group" aria-label="${t.language}" data-testid="lang-switch">
      ${(["en", "ru"] as const).map(
        (lang) =>
          html`<a
            href="/set?lang=${lang}&back=${back}"
            data-testid="lang-${lang}"
            class="${visit.lang === lang ? "current" : ""}"
            >${lang.toUpperCase()}</a
          >`,
      )}
    </span>
    <a
      class="round"
      href="/set?theme=${isDark ? "light" : "dark"}&back=${back}"
      data-testid="theme-switch"
      title="${t.theme}: ${isDark ? t.themeDark : t.themeLight}"
      aria-label="${t.theme}: ${isDark ? t.themeDark : t.themeLight}"
      >${icon(isDark ? "moon" : "sun")}</a
    >
    ${userSwitch(portal, visit)}
  </header>`;
}

function userSwitch(portal: PortalPagesApi, visit: Visit): Markup {
  return html`<details class="user-switch" data-testid="user-switch">
    <summary data-user-id="${visit.user.id}">
      ${avatar(visit.user)}<span data-testid="current-user">${fullName(visit.user)}</span>
      ${icon("down")}
    </summary>
    <div class="user-list">
      <p>${visit.texts.signInAs}</p>
      ${portal.users().map((user) => userOption(visit, user))}
    </div>
  </details>`;
}

function userOption(visit: Visit, user: PortalUser): Markup {
  const t = visit.texts;
  const role = user.isAdmin ? t.admin : user.hasAppAccess ? t.employee : t.noAppAccess;
  const inside = html`${avatar(user)}<span
      >${fullName(user)}<small>${user.isActive ? role : t.dismissed}</small></span
    >${user.id === visit.user.id && icon("check")}`;
  const testId = `user-option-${user.id}`;
  if (!user.isActive)
    return html`<span class="user-option gone" data-testid="${testId}">${inside}</span>`;
  return html`<a class="user-option" href="${loginLink(visit, user)}" data-testid="${testId}"
    >${inside}</a
  >`;
}
