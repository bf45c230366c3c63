import { env } from "../env.ts";
import { readCookie, sessionCookieName } from "./cookies.ts";
import { openSeal } from "./seals.ts";

const PORTAL_PATH = /^\/p\/([A-Za-z0-9_-]{1,40})(?:\/|$)/;

export interface FrameInput {
  pathname: string;
  ticket: string | null;
  framing: string | null;
  cookieHeader: string | null;
}

/** Origin of the portal that may frame this page, from a ticket, a sealed origin or the cookie; else null. */
export async function findFrameOrigin(input: FrameInput): Promise<string | null> {
  const key = PORTAL_PATH.exec(input.pathname)?.[1];
  if (key !== undefined) {
    const ticket = await openSeal("ticket", input.ticket);
    if (ticket?.key === key) return ticket.origin;
  }
  const framing = await openSeal("framing", input.framing);
  if (framing !== null && framing.key === (key ?? "")) return framing.origin;
  if (key === undefined) return null;
  const seal = readCookie(input.cookieHeader, sessionCookieName(key));
  const cookie = await openSeal("cookie", seal);
  return cookie?.key === key ? cookie.origin : null;
}

/** The page's policy: our own scripts by nonce, framed by the proven portal only. */
export function contentPolicy(input: { nonce: string; frameOrigin: string | null }): string {
  const portal = input.frameOrigin ?? "";
  const evalForReload = env().NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${input.nonce}' 'strict-dynamic'${evalForReload}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    `connect-src 'self' ${portal}`.trim(),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${input.frameOrigin ?? "'none'"}`,
  ].join("; ");
}
