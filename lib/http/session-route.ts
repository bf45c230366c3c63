import { z } from "zod";
import { isReader } from "../access/index.ts";
import { env } from "../env.ts";
import { forbidden, unauthorized } from "../errors.ts";
import type { Ctx } from "../ctx.ts";
import { findPortalByKey, portalCtx, proveUser } from "../portals/index.ts";
import type { SessionView } from "../portals/shared.ts";
import { answerHeaders } from "./answer-headers.ts";
import { sessionCookie } from "./cookies.ts";
import { toProblem } from "./problem.ts";
import { limitRate } from "./rate-limit.ts";
import { readJson, type Posted } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { sealFor } from "./seals.ts";
import { createSession, findSession, redeemTicket, type LiveSession } from "./session.ts";

const OpenSession = z.strictObject({
  portalKey: z.string().min(1).max(40),
  ticket: z.string().max(4_096).optional(),
  authId: z.string().min(8).max(1_024).optional(),
  lang: z.string().max(10).optional(),
});
type OpenSession = z.output<typeof OpenSession>;

/** Opens or renews a session: by ticket once, by the user's own portal token, or by the cookie after a reload. */
export async function sessionRoute(request: Request): Promise<Response> {
  const requestId = newRequestId();
  try {
    limitRate("session", request);
    assertOwnPage(request);
    const input = await readJson(request, OpenSession);
    const ctx = await requestCtx(requestId);
    return await answer(ctx, await openLive(ctx, input, request.headers.get("cookie")));
  } catch (error) {
    return toProblem(error, requestId);
  }
}

/** A request that changes something comes from our own page: by its session header, or by our mark and origin. */
export function assertOwnPage(request: Pick<Posted, "headers">): void {
  if (request.headers.get("x-logbook-session") !== null) return;
  const isMarked = request.headers.get("x-logbook") === "1";
  const isOurs = request.headers.get("origin") === env().APP_URL;
  if (!isMarked || !isOurs) throw forbidden("This request does not come from Logbook's page.");
}

async function openLive(
  ctx: Ctx,
  input: OpenSession,
  cookieHeader: string | null,
): Promise<LiveSession> {
  const { portalKey, ticket, authId } = input;
  if (ticket !== undefined) return redeemTicket(ctx, { portalKey, ticket });
  if (authId === undefined) return findSession(ctx, { portalKey, header: null, cookieHeader });
  const portal = await findPortalByKey(ctx, portalKey);
  if (portal === null) throw unauthorized("There is no session for this portal.");
  const proven = await proveUser(ctx, {
    accessToken: authId,
    memberId: portal.memberId,
    serverEndpoint: portal.serverEndpoint,
  });
  const session = await createSession(ctx, {
    portal,
    proven,
    accessToken: authId,
    lang: input.lang ?? "en",
  });
  return { portal, session };
}

async function answer(ctx: Ctx, { portal, session }: LiveSession): Promise<Response> {
  const { isAdmin, userId, userName: name } = session;
  const canRead = isAdmin || (await isReader(portalCtx(ctx, portal.id), { userId }));
  const content = { key: portal.key, sessionId: session.id };
  const view: SessionView = {
    sessionToken: await sealFor("header", content),
    expiresAt: session.expiresAt.toISOString(),
    lang: session.lang,
    timeZone: session.timeZone ?? portal.timeZone,
    portal: {
      key: portal.key,
      origin: portal.origin,
      appCode: portal.appCode,
      isInstalled: portal.setup !== null,
      state: portal.state,
    },
    user: { id: userId, name, isAdmin, canRead },
  };
  const cookie = await sealFor("cookie", { ...content, origin: portal.origin });
  return Response.json(view, {
    headers: { ...answerHeaders(), "set-cookie": sessionCookie(portal.key, cookie) },
  });
}
