import type { SessionView } from "../../../lib/portals/shared.ts";

/** Address that opens this application on one entry from anywhere; null while the code is unknown. */
export function entryLink(session: SessionView, id: string): string | null {
  return appLink(session, { "params[e]": id });
}

/** Address that opens this application on a state of the log page, by its short number. */
export function viewLink(session: SessionView, id: string): string | null {
  return appLink(session, { "params[s]": id });
}

function appLink(session: SessionView, target: Record<string, string>): string | null {
  const { origin, appCode } = session.portal;
  if (appCode === null || appCode === "") return null;
  const params = new URLSearchParams({ "params[v]": "1", ...target });
  return `${origin}/marketplace/view/${encodeURIComponent(appCode)}/?${params}`;
}
