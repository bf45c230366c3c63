import type { PortalPagesApi } from "../contract.ts";
import type { Markup } from "./markup.ts";
import { messagePage } from "./shell.ts";
import type { Visit } from "./visit.ts";

/** The page shown instead of the app, or null when this user may open it. */
export function refusalPage(portal: PortalPagesApi, visit: Visit): Markup | null {
  const t = visit.texts;
  const app = portal.app();
  if (!app.isAdded)
    return messagePage(portal, visit, {
      icon: "app",
      title: t.notAdded,
      note: t.notAddedNote,
      testId: "app-not-added",
    });
  if (!visit.user.hasAppAccess)
    return messagePage(portal, visit, {
      icon: "lock",
      title: t.accessRefused,
      note: t.accessRefusedNote,
      testId: "app-refused",
    });
  return app.isInstalled || visit.user.isAdmin ? null : notInstalledPage(portal, visit);
}

/** Placements are shown to nobody until the installation is finished. */
export function finishedRefusal(portal: PortalPagesApi, visit: Visit): Markup | null {
  const refused = refusalPage(portal, visit);
  if (refused) return refused;
  return portal.app().isInstalled ? null : notInstalledPage(portal, visit);
}

function notInstalledPage(portal: PortalPagesApi, visit: Visit): Markup {
  return messagePage(portal, visit, {
    icon: "clock",
    title: visit.texts.notFullyInstalled,
    note: visit.texts.notFullyInstalledNote,
    testId: "app-not-installed",
  });
}
