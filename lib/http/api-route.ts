import type { Ctx, PortalCtx } from "../ctx.ts";
import { unseal } from "../db/index.ts";
import { forbidden, unauthorized } from "../errors.ts";
import { portalCtx, type Portal } from "../portals/index.ts";
import { answerHeaders } from "./answer-headers.ts";
import { toProblem } from "./problem.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { findSession, refreshAdminProof, type LiveSession } from "./session.ts";
import { assertOwnPage } from "./session-route.ts";

export interface ApiCall<P> {
  request: Request;
  url: URL;
  params: P;
  portal: Portal;
  /** The viewer's own token on the portal. */
  accessToken: string;
}

type ApiHandler<P> = (ctx: PortalCtx, call: ApiCall<P>) => Promise<unknown>;
export type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/** A door for administrators in the frame: session, right, then the verb; its answer leaves as JSON. */
export function adminRoute<P = Record<string, never>>(handler: ApiHandler<P>): Route<P> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      const url = new URL(request.url);
      const { ctx, portal, accessToken } = await enter(request, url, requestId);
      const params = await context.params;
      const answer = await handler(ctx, { request, url, params, portal, accessToken });
      return Response.json(answer ?? null, { headers: answerHeaders() });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

interface Entered {
  ctx: PortalCtx;
  portal: Portal;
  accessToken: string;
  sessionId: string;
}

export async function enter(request: Request, url: URL, requestId: string): Promise<Entered> {
  if (request.method !== "GET" && request.method !== "HEAD") assertOwnPage(request);
  const portalKey = request.headers.get("x-logbook-portal") ?? url.searchParams.get("portal");
  if (portalKey === null) throw unauthorized("The request names no portal.");
  const base = await requestCtx(requestId);
  const found = await findSession(base, {
    portalKey,
    header: request.headers.get("x-logbook-session"),
    cookieHeader: request.headers.get("cookie"),
  });
  return enterAs(base, found);
}

/** Lets an administrator in whose session is there; the right is proven again when that is long ago. */
export async function enterAs(base: Ctx, found: LiveSession): Promise<Entered> {
  const { session, portal } = await refreshAdminProof(base, found);
  if (!session.isAdmin) throw forbidden("Only administrators of the portal may see this.");
  const ctx: PortalCtx = {
    ...portalCtx(base, portal.id),
    actor: { kind: "user", userId: session.userId, isAdmin: session.isAdmin },
  };
  const accessToken = unseal(session.accessSealed, "session-token");
  return { ctx, portal, accessToken, sessionId: session.id };
}
