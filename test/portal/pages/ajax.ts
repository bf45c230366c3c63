import type { IncomingMessage } from "node:http";
import type { PortalPagesApi, WorkflowView } from "../contract.ts";
import { refusalPage } from "./app-access.ts";
import { asRecord, asText } from "./browser/loose-values.ts";
import { openFrame } from "./frame-config.ts";
import { firstRunKey, memoryOf } from "./memory.ts";
import { readJson, RefusedRequest } from "./reply.ts";
import { findStep, startFromJson } from "./start-workflow.ts";
import { valuesFromSettings } from "./step-values.ts";
import type { Visit } from "./visit.ts";
import { newestWorkflows, toView } from "./workflow-parts.ts";

type Answer = (portal: PortalPagesApi, visit: Visit, body: Record<string, unknown>) => unknown;

const answers: Record<string, Answer> = {
  "GET /ajax/workflow": (portal, visit) => findWorkflow(portal, visit.url.searchParams.get("id")),
  "GET /ajax/workflows": newestWorkflows,
  "POST /ajax/workflow/start": async (portal, visit, body) =>
    toView(await startFromJson(portal, visit, body)),
  "POST /ajax/workflow/terminate": terminate,
  "POST /ajax/entries/append": appendEntries,
  "POST /ajax/designer/save": saveStepValues,
  "POST /ajax/frame/open": openInSlider,
  "POST /ajax/frame/first-run": endFirstRun,
  "POST /ajax/frame/refresh-auth": (portal, visit) => portal.refreshAuth(visit.user.id),
  "POST /ajax/frame/finish-install": finishInstall,
  "POST /ajax/frame/user-option": (portal, visit, body) =>
    portal.setUserOption(visit.user.id, asText(body.name), body.value),
  "POST /ajax/frame/app-option": (portal, visit, body) =>
    portal.setAppOption(visit.user.id, asText(body.name), body.value),
};

export async function answerAjax(
  request: IncomingMessage,
  portal: PortalPagesApi,
  visit: Visit,
): Promise<unknown> {
  const answer = answers[`${request.method} ${visit.url.pathname}`];
  if (!answer) throw new RefusedRequest(404, "There is no such address");
  const body = request.method === "POST" ? await readJson(request) : {};
  return answer(portal, visit, body);
}

function findWorkflow(portal: PortalPagesApi, id: string | null): WorkflowView {
  const workflow = portal.workflow(id ?? "");
  if (!workflow) throw new RefusedRequest(404, "There is no such process");
  return toView(workflow);
}

function terminate(portal: PortalPagesApi, _visit: Visit, body: Record<string, unknown>): unknown {
  const id = asText(body.id);
  findWorkflow(portal, id);
  portal.terminateWorkflow(id);
  return findWorkflow(portal, id);
}

function appendEntries(
  portal: PortalPagesApi,
  visit: Visit,
  body: Record<string, unknown>,
): unknown {
  mustBeAdmin(visit);
  const count = Number(body.count);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new RefusedRequest(400, "The count is from 1 to 1000");
  portal.appendEntries(count);
  return { appended: count };
}

function saveStepValues(
  portal: PortalPagesApi,
  visit: Visit,
  body: Record<string, unknown>,
): unknown {
  const step = findStep(portal, visit, asText(body.code));
  const values = valuesFromSettings(step, asRecord(body.values));
  memoryOf(portal).savedValues.set(step.code, values);
  return { values };
}

function openInSlider(
  portal: PortalPagesApi,
  visit: Visit,
  body: Record<string, unknown>,
): unknown {
  if (refusalPage(portal, visit)) throw new RefusedRequest(403, "The application is not available");
  return openFrame(portal, visit, {
    kind: "slider",
    placement: "DEFAULT",
    options: { ...asRecord(body.options), IFRAME: "Y", IFRAME_TYPE: "SIDE_SLIDER" },
  });
}

function endFirstRun(portal: PortalPagesApi, visit: Visit): unknown {
  memoryOf(portal).firstRuns.add(firstRunKey(portal, visit.user.id));
  return {};
}

async function finishInstall(portal: PortalPagesApi, visit: Visit): Promise<unknown> {
  mustBeAdmin(visit);
  const app = portal.app();
  if (!app.isAdded || app.isInstalled)
    throw new RefusedRequest(409, "There is no installation to finish");
  await portal.finishInstall();
  return { installed: true };
}

function mustBeAdmin(visit: Visit): void {
  if (!visit.user.isAdmin) throw new RefusedRequest(403, visit.texts.adminOnly);
}
