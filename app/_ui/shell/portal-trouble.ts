import type { SessionView } from "../../../lib/portals/shared.ts";

const KNOWN_STATES = ["suspended", "auth_lost", "payment_required", "removed"] as const;

export type PortalTrouble = (typeof KNOWN_STATES)[number] | "unfinished";

/** What keeps the application from working on the portal; null where nothing does. */
export function portalTrouble(portal: SessionView["portal"]): PortalTrouble | null {
  const state = KNOWN_STATES.find((name) => name === portal.state);
  return state ?? (portal.isInstalled ? null : "unfinished");
}
