import type { PlacementCard, PortalPagesApi } from "../contract.ts";
import { frameMarkup, hostData, openFrame, type FrameRequest } from "./frame-config.ts";
import { finishedRefusal, refusalPage } from "./app-access.ts";
import { html, type Markup } from "./markup.ts";
import { optionsFromParams, optionsFromQuery, withUri } from "./placement-query.ts";
import { messagePage, portalPage } from "./shell.ts";
import type { Visit } from "./visit.ts";

/** `/marketplace/app/{id}/`: the main page of the app, or its installer. */
export function appPage(portal: PortalPagesApi, visit: Visit): Markup {
  const request: FrameRequest = {
    kind: visit.isBare ? "slider" : "page",
    placement: "DEFAULT",
    options: optionsFromQuery(visit),
  };
  return refusalPage(portal, visit) ?? framePage(portal, visit, request);
}

/** `/marketplace/menu/{index}/`: a LEFT_MENU placement. */
export function menuPlacementPage(
  portal: PortalPagesApi,
  visit: Visit,
  index: number,
): Markup | null {
  const cards = portal.placements().filter((card) => card.placement === "LEFT_MENU");
  const card = cards[index];
  if (!card) return null;
  const request = placementRequest(card, withUri(visit, {}));
  return finishedRefusal(portal, visit) ?? framePage(portal, visit, request, card.title);
}

/** `/marketplace/view/{code}/?params[k]=v`: a deep link, shown like a slider over the portal. */
export function viewPage(portal: PortalPagesApi, visit: Visit, code: string): Markup | null {
  if (code !== portal.app().code) return null;
  const refused = finishedRefusal(portal, visit);
  if (refused) return refused;
  const t = visit.texts;
  const card = portal.placements().find((candidate) => candidate.placement === "REST_APP_URI");
  if (!card)
    return messagePage(portal, visit, {
      icon: "app",
      title: t.noHandler,
      note: t.noHandlerNote,
      testId: "no-link-handler",
    });
  const request = placementRequest(card, optionsFromParams(visit));
  const config = openFrame(portal, visit, { ...request, kind: "slider" });
  return portalPage(portal, visit, {
    title: portal.app().title,
    scripts: ["frame-host"],
    body: html`<div class="slider slider-page">
      <div class="slider-panel" data-testid="view-slider">
        <a
          class="slider-close"
          href="${visit.cameFrom ?? "/"}"
          aria-label="${t.close}"
          data-testid="slider-close"
          >×</a
        >
        ${frameMarkup(config, { id: "app-frame", title: portal.app().title })}
      </div>
      ${hostData(portal, visit)}
    </div>`,
  });
}

function framePage(
  portal: PortalPagesApi,
  visit: Visit,
  request: FrameRequest,
  title?: string,
): Markup {
  const config = openFrame(portal, visit, request);
  const shown = title || portal.app().title;
  return portalPage(portal, visit, {
    title: shown,
    scripts: ["frame-host"],
    isFrame: true,
    body: html`${frameMarkup(config, { id: "app-frame", title: shown })}${hostData(portal, visit)}`,
  });
}

function placementRequest(card: PlacementCard, options: Record<string, unknown>): FrameRequest {
  return { kind: "page", placement: card.placement, options, handler: card.handler };
}
