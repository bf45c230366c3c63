import type { RootDb } from "../../../lib/db/index.ts";
import type { ViewContent } from "../../../lib/views/shared.ts";
import type { PortalCloud } from "../../portal/index.ts";
import { openFrame } from "../../support/frame-session.ts";
import { testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";

/** A portal with an administrator's frame; `as` is the portal seen by another person. */
export async function openViewPortal({ db, cloud }: { db: RootDb; cloud: PortalCloud }) {
  const portal = await cloud.addPortal({ entries: 0 });
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const as = (userId: number, isAdmin = true) => ({
    ...ctx,
    actor: { kind: "user" as const, userId, isAdmin },
  });
  return { ctx, portal, frame: await openFrame(portal), as };
}

export const content: ViewContent = {
  ...{ q: "type:USER_LOGIN", from: "now-7d", to: null, tz: null, sort: "desc" },
  cols: "time,json.заказ.$id",
};
export const draft = { name: "Sign-ins", content, isShared: false, isDefault: false };
