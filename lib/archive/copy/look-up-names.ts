import type { PortalCtx } from "../../ctx.ts";
import { log } from "../../log.ts";
import { resolveUsers } from "../users.ts";
import type { CopySession } from "./session.ts";

/** Learns the names of users whose entries came in, so that they can be looked for by name. */
export async function lookUpNames(ctx: PortalCtx, session: CopySession): Promise<void> {
  const { userIds, priority } = session;
  if (userIds.size === 0) return;
  const looking = resolveUsers(ctx, { ids: [...userIds], priority: "background" });
  if (priority !== "interactive") {
    await looking;
    return;
  }
  // Whoever waits for the newest entries does not wait for names too.
  looking.catch((error: unknown) => {
    log("warn", "archive.names_unavailable", { portalId: ctx.portalId, error });
  });
}
