import type { IncomingMessage } from "node:http";
import type { PortalPagesApi, PortalUser } from "../contract.ts";
import { textsFor, type Lang, type Texts } from "./texts.ts";

/** Who looks at a page, and how. */
export interface Visit {
  url: URL;
  /** Path and query of this page, used to come back to it. */
  here: string;
  user: PortalUser;
  /** The user's own zone, or the zone of the portal. */
  timeZone: string;
  lang: Lang;
  theme: "light" | "dark";
  texts: Texts;
  /** The page is shown inside a portal slider, without menu and header. */
  isBare: boolean;
  /** Page of this portal the visitor came from. */
  cameFrom: string | null;
}

export function readVisit(request: IncomingMessage, portal: PortalPagesApi): Visit {
  const url = new URL(request.url ?? "/", portal.origin);
  const cookies = readCookies(request.headers.cookie ?? "");
  const lang: Lang = cookies.get("portal_lang") === "ru" ? "ru" : "en";
  const user = findUser(portal, Number(cookies.get("portal_user") ?? 1));
  return {
    url,
    here: url.pathname + url.search,
    user,
    timeZone: user.timeZone || portalZone(portal),
    lang,
    theme: cookies.get("portal_theme") === "dark" ? "dark" : "light",
    texts: textsFor(lang),
    isBare: url.searchParams.get("IFRAME") === "Y",
    cameFrom: localReferer(request.headers.referer, portal.origin),
  };
}

/** Only paths of this portal are accepted as a way back. */
export function safeBack(url: URL): string {
  const back = url.searchParams.get("back") ?? "/";
  return /^\/(?![/\\])/.test(back) ? back : "/";
}

function findUser(portal: PortalPagesApi, id: number): PortalUser {
  const users = portal.users().filter((user) => user.isActive);
  const found = users.find((user) => user.id === id) ?? users[0];
  if (!found) throw new Error("The portal has no active user");
  return found;
}

/** Users without a zone of their own see the portal's, known by the offset of its log. */
function portalZone(portal: PortalPagesApi): string {
  const at = portal.newestEntries(1)[0]?.timestampX ?? "";
  return /[+-]\d\d:\d\d$/.exec(at)?.[0] ?? "UTC";
}

function readCookies(header: string): Map<string, string> {
  const pairs = header.split(";").map((pair) => pair.trim().split("=", 2));
  return new Map(pairs.map(([name = "", value = ""]) => [name, value]));
}

function localReferer(referer: string | undefined, origin: string): string | null {
  if (!referer || !URL.canParse(referer)) return null;
  const url = new URL(referer);
  return url.origin === origin ? url.pathname + url.search : null;
}
