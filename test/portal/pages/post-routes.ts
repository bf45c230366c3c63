import type { IncomingMessage } from "node:http";
import type { PortalPagesApi } from "../contract.ts";
import { memoryOf } from "./memory.ts";
import { readForm, RefusedRequest } from "./reply.ts";
import { startFromForm } from "./start-workflow.ts";
import type { Visit } from "./visit.ts";

/** Does what a form of a page asks and says which page comes next. */
export async function answerPost(
  request: IncomingMessage,
  portal: PortalPagesApi,
  visit: Visit,
): Promise<string> {
  const form = await readForm(request);
  switch (visit.url.pathname) {
    case "/app/add":
      return addApp(portal, visit);
    case "/app/uninstall":
      mustBeAdmin(visit);
      await portal.uninstallApp(form.get("clean") === "1");
      return "/";
    case "/bizproc/start":
      return `/bizproc/${encodeURIComponent((await startFromForm(portal, visit, form)).id)}`;
    default:
      throw new RefusedRequest(404, visit.texts.notFound);
  }
}

function addApp(portal: PortalPagesApi, visit: Visit): string {
  mustBeAdmin(visit);
  if (!portal.app().isAdded) {
    memoryOf(portal).firstRuns.clear();
    portal.addApp();
  }
  return `/marketplace/app/${portal.app().id}/`;
}

function mustBeAdmin(visit: Visit): void {
  if (!visit.user.isAdmin) throw new RefusedRequest(403, visit.texts.adminOnly);
}
