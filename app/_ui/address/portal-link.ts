import type { SessionView } from "../../../lib/portals/shared.ts";

/** Address that opens this application on one entry from anywhere; null while the code is unknown. */
export function entryLink(session: SessionView, id: string): string | null {
  const { origin, appCode } = session.portal;
  if (appCode === null || appCode === "") return null;
  const params = new URLSearchParams({ "params[v]": "1", "params[e]": id });
  return `${origin}/marketplace/view/${encodeURIComponent(appCode)}/?${params}`;
}
