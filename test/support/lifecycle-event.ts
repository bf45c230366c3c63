import type { PortalCtx } from "../../lib/ctx.ts";
import { unseal } from "../../lib/db/index.ts";
import type { EventForm } from "../../lib/portals/index.ts";

/** What the portal's queue posts about the installation, and what anybody can who knows the application token. */
export async function lifecycleEvent(
  { db, portalId }: PortalCtx,
  input: { event: string; clean?: "0" | "1" },
): Promise<EventForm> {
  const row = await db.portal.findUniqueOrThrow({ where: { id: portalId } });
  const applicationToken = unseal(row.applicationTokenSealed ?? "", "application-token");
  return {
    event: input.event,
    data: { CLEAN: input.clean ?? "0", LANGUAGE_ID: "en" },
    auth: { member_id: row.memberId, application_token: applicationToken },
  };
}
