import { randomBytes } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import { seal } from "../db/index.ts";
import { forbidden, unauthorized } from "../errors.ts";
import type { Session } from "../../prisma/generated/client.ts";
import { findPortalByKey, type Portal, type ProvenUser } from "../portals/index.ts";
import { readCookie, sessionCookieName } from "./cookies.ts";
import { openSeal, SESSION_SECONDS } from "./seals.ts";

export interface LiveSession {
  session: Session;
  portal: Portal;
}

/** Writes the session of a user whose token was just proven. */
export async function createSession(
  ctx: Ctx,
  input: { portal: Portal; proven: ProvenUser; accessToken: string; lang: string },
): Promise<Session> {
  const { profile } = input.proven;
  const now = ctx.now();
  const tokenLifeMs = tokenEnd(input.proven.grant.expires) ?? SESSION_SECONDS * 1_000;
  return ctx.db.session.create({
    data: {
      id: randomBytes(24).toString("base64url"),
      portalId: input.portal.id,
      userId: profile.ID,
      userName: [profile.NAME, profile.LAST_NAME].join(" ").trim() || `#${profile.ID}`,
      timeZone: profile.TIME_ZONE === "" ? null : profile.TIME_ZONE,
      isAdmin: profile.ADMIN,
      adminProvenAt: now,
      accessSealed: seal(input.accessToken, "session-token"),
      tokenExpiresAt: new Date(now.getTime() + tokenLifeMs),
      lang: input.lang,
      expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1_000),
    },
  });
}

function tokenEnd(expires: string | undefined): number | undefined {
  const end = Date.parse(expires ?? "");
  return Number.isNaN(end) ? undefined : Math.max(0, end - Date.now());
}

/** Uses a ticket up; a second use of the same one, or one of another portal, is refused. */
export async function redeemTicket(
  ctx: Ctx,
  input: { portalKey: string; ticket: string },
): Promise<LiveSession> {
  const ticket = await openSeal("ticket", input.ticket);
  if (ticket?.key !== input.portalKey) throw unauthorized("The ticket is not valid.");
  const used = await ctx.db.session.updateMany({
    where: { id: ticket.sessionId, ticketUsedAt: null },
    data: { ticketUsedAt: ctx.now() },
  });
  if (used.count === 0) throw unauthorized("The ticket was used before.");
  return loadSession(ctx, { portalKey: input.portalKey, sessionId: ticket.sessionId });
}

/** The session that a request carries in its header or in the portal's own cookie; throws `unauthorized`. */
export async function findSession(
  ctx: Ctx,
  input: { portalKey: string; header: string | null; cookieHeader: string | null },
): Promise<LiveSession> {
  const { portalKey } = input;
  const seal =
    input.header === null
      ? await openSeal("cookie", readCookie(input.cookieHeader, sessionCookieName(portalKey)))
      : await openSeal("header", input.header);
  if (seal?.key !== portalKey) throw unauthorized("There is no session for this portal.");
  return loadSession(ctx, { portalKey, sessionId: seal.sessionId });
}

export async function loadSession(
  ctx: Ctx,
  input: { portalKey: string; sessionId: string },
): Promise<LiveSession> {
  const portal = await findPortalByKey(ctx, input.portalKey);
  const session = await ctx.db.session.findUnique({ where: { id: input.sessionId } });
  if (portal === null || session === null || session.portalId !== portal.id) {
    throw unauthorized("There is no session for this portal.");
  }
  if (session.expiresAt <= ctx.now()) throw unauthorized("The session is over.");
  if (portal.state === "removed") throw forbidden("Logbook was removed from this portal.");
  return { session, portal };
}
