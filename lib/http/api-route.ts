import { isReader } from "../access/index.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { unseal } from "../db/index.ts";
import { forbidden, unauthorized } from "../errors.ts";
import { portalCtx, type Portal } from "../portals/index.ts";
import { refreshAdminProof } from "./admin-proof.ts";
import { answerHeaders } from "./answer-headers.ts";
import { toProblem } from "./problem.ts";
import type { Asking } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { findSession, type LiveSession } from "./session.ts";
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
  return personRoute("nobody", handler);
}

/** The same for everybody in the frame who may read the log. */
export function readerRoute<P = Record<string, never>>(handler: ApiHandler<P>): Route<P> {
  return personRoute("readers", handler);
}

/** For every user of the portal: nothing of its log may be behind it. */
export function userRoute<P = Record<string, never>>(handler: ApiHandler<P>): Route<P> {
  return personRoute("everybody", handler);
}

function personRoute<P>(guests: Guests, handler: ApiHandler<P>): Route<P> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      const url = new URL(request.url);
      const { ctx, portal, accessToken } = await enter(request, { url, requestId, guests });
      const params = await context.params;
      const answer = await handler(ctx, { request, url, params, portal, accessToken });
      return Response.json(answer ?? null, { headers: answerHeaders() });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

export interface Entered {
  ctx: PortalCtx;
  portal: Portal;
  accessToken: string;
  sessionId: string;
}

/** Who may come in besides administrators. */
export type Guests = "nobody" | "readers" | "everybody";

export async function enter(
  request: Pick<Asking, "method" | "headers">,
  { url, requestId, guests = "nobody" }: { url: URL; requestId: string; guests?: Guests },
): Promise<Entered> {
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (!isReading) assertOwnPage(request);
  const portalKey = request.headers.get("x-logbook-portal") ?? url.searchParams.get("portal");
  if (portalKey === null)
    throw unauthorized("The request names no portal and carries no token that opens this.");
  const base = await requestCtx(requestId);
  const found = await findSession(base, {
    portalKey,
    header: request.headers.get("x-logbook-session"),
    cookieHeader: request.headers.get("cookie"),
  });
  return enterAs(base, { found, guests, isReading });
}

/** Lets in whose session is there; the right is proven again when that is long ago. */
export async function enterAs(
  base: Ctx,
  { found, guests, isReading }: { found: LiveSession; guests: Guests; isReading: boolean },
): Promise<Entered> {
  const isGuest = guests === "readers" && (await isInvited(base, found));
  const { session, portal } = await refreshAdminProof(base, found, {
    isReader: isGuest,
    isReading,
  });
  if (!session.isAdmin && !isGuest && guests !== "everybody") {
    const who = guests === "nobody" ? "administrators" : "administrators and readers";
    throw forbidden(`Only ${who} of the portal may see this.`);
  }
  const { userId, isAdmin, userName: name } = session;
  const ctx: PortalCtx = {
    ...portalCtx(base, portal.id),
    actor: { kind: "user", userId, isAdmin, name },
  };
  const accessToken = unseal(session.accessSealed, "session-token");
  return { ctx, portal, accessToken, sessionId: session.id };
}

async function isInvited(base: Ctx, { session, portal }: LiveSession): Promise<boolean> {
  return isReader(portalCtx(base, portal.id), { userId: session.userId });
}
