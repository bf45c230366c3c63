import type { PortalPagesApi } from "../contract.ts";
import { appPage, menuPlacementPage, viewPage } from "./app-pages.ts";
import { dealPage, dealsPage } from "./crm-pages.ts";
import { designerPage } from "./designer-page.ts";
import { eventLogPage } from "./event-log-page.ts";
import type { Markup } from "./markup.ts";
import { peoplePage, personPage } from "./people-pages.ts";
import { processPage } from "./process-page.ts";
import { startPage } from "./start-page.ts";
import type { Visit } from "./visit.ts";
import { workflowPage } from "./workflow-page.ts";

type Page = (portal: PortalPagesApi, visit: Visit, name: string) => Markup | null;

const pages: [RegExp, Page][] = [
  [/^\/$/, startPage],
  [/^\/company\/$/, peoplePage],
  [
    /^\/company\/personal\/user\/(\d+)\/$/,
    (portal, visit, id) => personPage(portal, visit, Number(id)),
  ],
  [/^\/crm\/deal\/$/, dealsPage],
  [/^\/crm\/deal\/details\/(\d+)\/$/, (portal, visit, id) => dealPage(portal, visit, Number(id))],
  [/^\/settings\/configs\/event_log\.php$/, eventLogPage],
  [
    /^\/marketplace\/app\/(\d+)\/$/,
    (portal, visit, id) => (Number(id) === portal.app().id ? appPage(portal, visit) : null),
  ],
  [
    /^\/marketplace\/menu\/(\d+)\/$/,
    (portal, visit, index) => menuPlacementPage(portal, visit, Number(index)),
  ],
  [/^\/marketplace\/view\/([^/]+)\/$/, viewPage],
  [/^\/bizproc\/$/, processPage],
  [/^\/bizproc\/designer\/([^/]+)\/?$/, designerPage],
  [/^\/bizproc\/([^/]+)\/?$/, workflowPage],
];

export function findPage(portal: PortalPagesApi, visit: Visit): Markup | null {
  for (const [pattern, page] of pages) {
    const match = pattern.exec(withSlash(visit.url.pathname));
    if (match) return page(portal, visit, decodeName(match[1] ?? ""));
  }
  return null;
}

/** `/marketplace/app/1` is the same page as `/marketplace/app/1/`. */
function withSlash(path: string): string {
  return path.endsWith("/") || path.endsWith(".php") ? path : `${path}/`;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (cause) {
    if (cause instanceof URIError) return name;
    throw cause;
  }
}
