import type { IncomingMessage, ServerResponse } from "node:http";
import type { PortalPagesApi } from "../contract.ts";
import { answerAjax } from "./ajax.ts";
import { sendAsset } from "./assets.ts";
import type { Markup } from "./markup.ts";
import { findPage } from "./page-routes.ts";
import { answerPost } from "./post-routes.ts";
import { RefusedRequest, sendJson, sendPage, sendRedirect } from "./reply.ts";
import { messagePage } from "./shell.ts";
import { readVisit, safeBack, type Visit } from "./visit.ts";

/** Answers every request to the portal's own pages. */
export async function handlePage(
  request: IncomingMessage,
  response: ServerResponse,
  portal: PortalPagesApi,
): Promise<void> {
  const visit = readVisit(request, portal);
  try {
    mustComeFromPortal(request, portal);
    await route(request, response, portal, visit);
  } catch (cause) {
    if (!(cause instanceof RefusedRequest)) throw cause;
    sendRefusal(response, portal, visit, cause);
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  portal: PortalPagesApi,
  visit: Visit,
): Promise<void> {
  const path = visit.url.pathname;
  if (path.startsWith("/ajax/")) {
    sendJson(response, await answerAjax(request, portal, visit));
  } else if (request.method === "POST") {
    sendRedirect(response, await answerPost(request, portal, visit));
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    throw new RefusedRequest(405, "Only GET and POST are known here");
  } else if (path === "/login-as") {
    logIn(response, portal, visit);
  } else if (path === "/set") {
    setPreference(response, visit);
  } else if (!path.startsWith("/static/")) {
    sendPage(response, getPage(portal, visit));
  } else if (!(await sendAsset(response, path.slice("/static/".length)))) {
    throw new RefusedRequest(404, visit.texts.notFound);
  }
}

function getPage(portal: PortalPagesApi, visit: Visit): Markup {
  const page = findPage(portal, visit);
  if (!page) throw new RefusedRequest(404, visit.texts.notFound);
  return page;
}

/** An application in a frame must not press the portal's buttons. */
function mustComeFromPortal(request: IncomingMessage, portal: PortalPagesApi): void {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== portal.origin)
    throw new RefusedRequest(403, "The request comes from another site");
}

function logIn(response: ServerResponse, portal: PortalPagesApi, visit: Visit): void {
  const id = Number(visit.url.searchParams.get("user"));
  const user = portal.users().find((candidate) => candidate.id === id);
  if (!user?.isActive) throw new RefusedRequest(403, visit.texts.dismissed);
  sendRedirect(response, safeBack(visit.url), [cookie("portal_user", String(id))]);
}

function setPreference(response: ServerResponse, visit: Visit): void {
  const { searchParams } = visit.url;
  const cookies: string[] = [];
  const lang = searchParams.get("lang");
  if (lang === "en" || lang === "ru") cookies.push(cookie("portal_lang", lang));
  const theme = searchParams.get("theme");
  if (theme === "light" || theme === "dark") cookies.push(cookie("portal_theme", theme));
  sendRedirect(response, safeBack(visit.url), cookies);
}

function cookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; SameSite=Lax`;
}

function sendRefusal(
  response: ServerResponse,
  portal: PortalPagesApi,
  visit: Visit,
  refusal: RefusedRequest,
): void {
  const t = visit.texts;
  if (visit.url.pathname.startsWith("/ajax/")) {
    sendJson(response, { error: refusal.message }, refusal.status);
    return;
  }
  const isMissing = refusal.status === 404;
  const page = messagePage(portal, visit, {
    icon: isMissing ? "log" : "lock",
    title: isMissing ? t.notFound : t.denied,
    note: isMissing ? t.notFoundNote : refusal.message,
    testId: isMissing ? "not-found" : "refused",
  });
  sendPage(response, page, refusal.status);
}
