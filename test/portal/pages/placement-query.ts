import { asRecord } from "./browser/loose-values.ts";
import type { Visit } from "./visit.ts";

/** Query keys that belong to the portal's own page and never reach the app. */
const systemKeys = new Set([
  "install_finished",
  "clear_cache",
  "login",
  "logout",
  "sessid",
  "back_url",
  "DOMAIN",
  "PROTOCOL",
  "LANG",
  "APP_SID",
]);

/** PLACEMENT_OPTIONS of the main page: the query of the portal page without system keys. */
export function optionsFromQuery(visit: Visit): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [key, value] of visit.url.searchParams) {
    const [, name, inner] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(key) ?? [];
    if (systemKeys.has(name ?? key)) continue;
    if (name === undefined || inner === undefined) options[key] = value;
    else options[name] = { ...asRecord(options[name]), [inner]: value };
  }
  return withUri(visit, options);
}

/** PLACEMENT_OPTIONS of a link `?params[k]=v`. */
export function optionsFromParams(visit: Visit): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [key, value] of visit.url.searchParams) {
    const name = /^params\[([^[\]]+)\]$/.exec(key)?.[1];
    if (name !== undefined) options[name] = value;
  }
  return withUri(visit, options);
}

/** Adds the page the frame was opened from; it is absent without a referer. */
export function withUri(visit: Visit, options: Record<string, unknown>): Record<string, unknown> {
  return visit.cameFrom === null ? options : { ...options, URI: visit.cameFrom };
}
