import type { Ctx, PortalCtx } from "../../lib/ctx.ts";
import { enterPortal, OpenForm, portalCtx } from "../../lib/portals/index.ts";
import type { Portal } from "../portal/index.ts";

/** Adds the app to a portal of the local cloud and lets a user in through the installer's form. */
export async function installPortal(ctx: Ctx, portal: Portal, userId = 1): Promise<PortalCtx> {
  if (!portal.app().isAdded) portal.addApp();
  const { fields } = portal.openForm({ userId, lang: "en", placement: "DEFAULT", options: {} });
  const entrance = await enterPortal(ctx, OpenForm.parse(fields));
  if (entrance.kind !== "entered") throw new Error("The installer did not let the user in.");
  return portalCtx(ctx, entrance.portal.id);
}
