import type { WorkflowStart } from "../contract.ts";
import type { LogRowInput } from "../eventlog/log-row.ts";
import { asText, isMap, type Json } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import type { EventInput } from "../queue/events.ts";
import { ControlError } from "./control-error.ts";
import type { ControlCall, ControlRoutes } from "./handle-control.ts";
import { portalState, portalSummary } from "./portal-state.ts";

const MEMBER = "/portals/:member";

const portalOf = ({ cloud, path }: ControlCall): Portal => cloud.portal(path.member ?? "");

const isTrue = (value: Json | undefined): boolean => value === true || asText(value) === "1";

function open(call: ControlCall): unknown {
  const { body } = call;
  const { rawOptions, handler } = body;
  return portalOf(call).openForm({
    userId: Number(asText(body.userId)) || 1,
    lang: asText(body.lang) || "en",
    placement: asText(body.placement) || "DEFAULT",
    options: isMap(body.options) ? body.options : {},
    ...(typeof handler === "string" ? { handler } : {}),
    ...(typeof rawOptions === "string" ? { rawOptions } : {}),
  });
}

function append(call: ControlCall): unknown {
  const portal = portalOf(call);
  const { count, entries } = call.body;
  if (Array.isArray(entries)) {
    const rows = portal.eventLog.appendRows(entries as unknown as LogRowInput[]);
    return { ids: rows.map((row) => row.id) };
  }
  portal.appendEntries(Number(asText(count)) || 0);
  return { rows: portal.eventLog.rows.length };
}

function found<T>(value: T | null, what: string): T {
  if (value === null) throw new ControlError(404, `no ${what}`);
  return value;
}

const installRoutes: ControlRoutes = {
  [`POST ${MEMBER}/add-app`]: (call) => {
    portalOf(call).addApp();
    return portalSummary(portalOf(call));
  },
  [`POST ${MEMBER}/open`]: open,
  [`POST ${MEMBER}/finish-install`]: async (call) => {
    await portalOf(call).finishInstall();
    return portalSummary(portalOf(call));
  },
  [`POST ${MEMBER}/update-app`]: (call) => {
    portalOf(call).updateApp();
    return portalSummary(portalOf(call));
  },
  [`POST ${MEMBER}/uninstall`]: async (call) => {
    const { clean, silent } = call.body;
    await portalOf(call).uninstallApp(isTrue(clean), isTrue(silent));
    return portalSummary(portalOf(call));
  },
  [`POST ${MEMBER}/payment`]: (call) => {
    const { expired, days } = call.body;
    const more = typeof days === "number" ? { days } : {};
    portalOf(call).setPayment({ expired: isTrue(expired), ...more });
  },
  [`POST ${MEMBER}/move`]: async (call) => {
    await call.cloud.movePortal(portalOf(call), Number(asText(call.body.port)) || 0);
    return portalSummary(portalOf(call));
  },
};

const stateRoutes: ControlRoutes = {
  [`GET ${MEMBER}`]: (call) => portalState(portalOf(call)),
  [`POST ${MEMBER}/settings`]: (call) => {
    const { scope, status, ...settings } = call.body;
    const portal = portalOf(call);
    if (Array.isArray(scope)) portal.installation.scope = scope.map(asText);
    if (typeof status === "string") portal.installation.status = status;
    Object.assign(portal.settings, settings);
    return portal.settings;
  },
  [`POST ${MEMBER}/users/:id`]: (call) => {
    return portalOf(call).patchUser(Number(call.path.id), call.body);
  },
  [`POST ${MEMBER}/refresh-auth`]: (call) => {
    const tokens = portalOf(call).refreshAuth(Number(asText(call.body.userId)) || 1);
    return found(tokens, "answer to refreshAuth");
  },
  [`POST ${MEMBER}/tokens`]: (call) => {
    const { clientId } = call.body;
    const { access, refresh } = portalOf(call).issueTokens({
      userId: Number(asText(call.body.userId)) || 1,
      source: "control",
      ...(typeof clientId === "string" ? { clientId } : {}),
    });
    return { access, refresh };
  },
  [`POST ${MEMBER}/operating`]: (call) => {
    const { operating, cloud } = portalOf(call);
    const seconds = Number(asText(call.body.seconds)) || 0;
    operating.add(asText(call.body.method), { seconds, nowMs: cloud.clock.limitNow() });
  },
  [`POST ${MEMBER}/reset-limits`]: (call) => {
    portalOf(call).bucket.reset();
    portalOf(call).operating.reset();
  },
  [`POST ${MEMBER}/events`]: (call) => {
    return { sent: portalOf(call).sendEvent(call.body as unknown as EventInput) };
  },
};

const workflowRoutes: ControlRoutes = {
  [`POST ${MEMBER}/workflows`]: (call) => {
    return portalOf(call).startWorkflow(call.body as unknown as WorkflowStart);
  },
  [`GET ${MEMBER}/workflows`]: (call) => ({ workflows: portalOf(call).workflows() }),
  [`GET ${MEMBER}/workflows/:id`]: (call) => {
    return found(portalOf(call).workflow(call.path.id ?? ""), "workflow");
  },
  [`POST ${MEMBER}/workflows/:id/terminate`]: (call) => {
    portalOf(call).terminateWorkflow(call.path.id ?? "");
    return found(portalOf(call).workflow(call.path.id ?? ""), "workflow");
  },
  [`POST ${MEMBER}/workflows/:id/forget`]: (call) => {
    portalOf(call).engine.forget(call.path.id ?? "");
    return found(portalOf(call).workflow(call.path.id ?? ""), "workflow");
  },
};

const logRoutes: ControlRoutes = {
  [`POST ${MEMBER}/eventlog/append`]: append,
  [`POST ${MEMBER}/eventlog/rate`]: (call) => {
    portalOf(call).eventLog.setRate(Number(asText(call.body.perSecond)) || 0);
  },
  [`POST ${MEMBER}/eventlog/prune`]: (call) => ({ removed: portalOf(call).eventLog.prune() }),
  [`GET ${MEMBER}/eventlog`]: (call) => {
    const limit = Number(call.query.get("limit") ?? 50);
    const { rows } = portalOf(call).eventLog;
    return { total: rows.length, items: rows.slice(Math.max(0, rows.length - limit)).reverse() };
  },
};

/** Operations on one portal. */
export const portalRoutes: ControlRoutes = {
  ...installRoutes,
  ...stateRoutes,
  ...workflowRoutes,
  ...logRoutes,
};
