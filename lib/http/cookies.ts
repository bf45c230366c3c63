import { SESSION_SECONDS } from "./seals.ts";

export function sessionCookieName(portalKey: string): string {
  return `lb_${portalKey}`;
}

export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...rest] = part.split("=");
    if (key?.trim() === name) return rest.join("=").trim();
  }
  return null;
}

export function sessionCookie(portalKey: string, seal: string): string {
  return `${sessionCookieName(portalKey)}=${seal}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; Secure; SameSite=None; Partitioned`;
}
