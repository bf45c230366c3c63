import type { PortalPagesApi } from "../contract.ts";
import { icon, type IconName } from "./icons.ts";
import { html, type Markup } from "./markup.ts";
import type { Visit } from "./visit.ts";

interface MenuItem {
  path: string;
  title: string;
  icon: IconName;
  testId: string;
}

export function leftMenu(portal: PortalPagesApi, visit: Visit): Markup {
  const apps = appItems(portal, visit);
  return html`<nav class="menu" aria-label="${portal.title}">
    <div class="menu-inside">
      <a class="menu-logo" href="/" data-testid="portal-logo">
        <span class="menu-mark">${portal.title.slice(0, 1)}</span><span>${portal.title}</span>
      </a>
      <ul>
        ${ownItems(visit).map((item) => menuLink(visit, item))}
      </ul>
      ${
        apps.length > 0 &&
        html`<p class="menu-group">${visit.texts.applications}</p>
          <ul data-testid="menu-applications">
            ${apps.map((item) => menuLink(visit, item))}
          </ul>`
      }
      <p class="menu-foot">${visit.texts.localPortal}</p>
    </div>
  </nav>`;
}

function ownItems(visit: Visit): MenuItem[] {
  const t = visit.texts;
  const items: MenuItem[] = [
    { path: "/", title: t.start, icon: "home", testId: "menu-start" },
    { path: "/crm/deal/", title: t.crm, icon: "deal", testId: "menu-crm" },
    { path: "/bizproc/", title: t.processes, icon: "process", testId: "menu-bizproc" },
    { path: "/company/", title: t.employees, icon: "people", testId: "menu-company" },
  ];
  if (visit.user.isAdmin) {
    const path = "/settings/configs/event_log.php";
    items.push({ path, title: t.eventLog, icon: "log", testId: "menu-event-log" });
  }
  return items;
}

/** Placements stay hidden until the installation is finished, the app itself only from non-admins. */
function appItems(portal: PortalPagesApi, visit: Visit): MenuItem[] {
  const app = portal.app();
  if (!app.isAdded || !visit.user.hasAppAccess) return [];
  if (!app.isInstalled && !visit.user.isAdmin) return [];
  const path = `/marketplace/app/${app.id}/`;
  const items: MenuItem[] = [{ path, title: app.title, icon: "app", testId: "menu-app" }];
  if (!app.isInstalled) return items;
  const bound = portal.placements().filter((card) => card.placement === "LEFT_MENU");
  bound.forEach((card, index) =>
    items.push({
      path: `/marketplace/menu/${index}/`,
      title: card.title || app.title,
      icon: "log",
      testId: `menu-placement-${index}`,
    }),
  );
  return items;
}

function menuLink(visit: Visit, item: MenuItem): Markup {
  const path = visit.url.pathname;
  const isCurrent = item.path === "/" ? path === "/" : path.startsWith(item.path);
  return html`<li>
    <a
      href="${item.path}"
      data-testid="${item.testId}"
      ${isCurrent && html`aria-current="page" class="current"`}
      >${icon(item.icon)}<span>${item.title}</span></a
    >
  </li>`;
}
