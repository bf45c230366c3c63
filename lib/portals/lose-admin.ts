import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { enqueue } from "../queue/index.ts";

/**
 * Marks an administrator's pair as lost. The next one takes over and the steps are registered anew for him; with
 * none left the portal is `auth_lost` until an administrator opens the app.
 */
export async function loseAdmin(
  ctx: PortalCtx,
  input: { userId: number; reason: string },
): Promise<void> {
  const { portalId } = ctx;
  await withTx(ctx.db, async (tx) => {
    await tx.portalAdmin.updateMany({
      where: { portalId, userId: input.userId },
      data: { state: "lost", lockUntil: null },
    });
    const next = await tx.portalAdmin.findFirst({
      where: { portalId, state: "ok" },
      orderBy: { provenAt: "desc" },
    });
    if (next === null) {
      await tx.portal.updateMany({
        where: { id: portalId, state: "active" },
        data: { state: "auth_lost", stateReason: input.reason, updatedAt: ctx.now() },
      });
      return;
    }
    const changed = await tx.portal.updateMany({
      where: { id: portalId, NOT: { authUserId: next.userId } },
      data: { authUserId: next.userId, updatedAt: ctx.now() },
    });
    if (changed.count > 0) {
      await enqueue(
        tx,
        "portal.setup",
        { portalId: portalId.toString() },
        {
          singletonKey: portalId.toString(),
        },
      );
    }
  });
}
