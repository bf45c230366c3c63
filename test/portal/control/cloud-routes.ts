import type { FaultRule } from "../faults.ts";
import type { QueueSettings } from "../queue/delivery-queue.ts";
import { ControlError } from "./control-error.ts";
import type { ControlCall, ControlRoutes } from "./handle-control.ts";
import { cloudSummary, portalSummary } from "./portal-state.ts";

function listed<T extends { memberId: string | null }>(
  rows: readonly T[],
  { query }: ControlCall,
): T[] {
  const member = query.get("memberId");
  const limit = Number(query.get("limit") ?? rows.length);
  const own = member === null ? rows : rows.filter((row) => row.memberId === member);
  return limit > 0 ? own.slice(-limit) : [];
}

function ofKind<T>(rows: readonly T[], input: { key: keyof T; value: string | null }): T[] {
  return input.value === null ? [...rows] : rows.filter((row) => row[input.key] === input.value);
}

/** Operations on the whole cloud: journal, faults, queue, clock and token lifetimes. */
export const cloudRoutes: ControlRoutes = {
  "GET /": ({ cloud }) => cloudSummary(cloud),
  "POST /portals": async ({ cloud, body }) => {
    return portalSummary(await cloud.addPortal(body));
  },
  "POST /app-url": ({ cloud, body }) => {
    if (typeof body.url !== "string") throw new ControlError(400, "url is missing");
    cloud.setAppUrl(body.url);
  },
  "GET /faults": ({ cloud }) => ({ rules: cloud.faults.list() }),
  "POST /faults": ({ cloud, body }) => {
    if (!Array.isArray(body.rules)) throw new ControlError(400, "rules is missing");
    cloud.faults.add(body.rules as unknown as FaultRule[]);
  },
  "DELETE /faults": ({ cloud }) => {
    cloud.faults.clear();
  },
  "GET /calls": (call) => {
    const { query, cloud } = call;
    const byMethod = ofKind(cloud.journal.calls, { key: "method", value: query.get("method") });
    const byKind = ofKind(byMethod, { key: "kind", value: query.get("kind") });
    return { calls: listed(byKind, call) };
  },
  "DELETE /calls": ({ cloud }) => {
    cloud.journal.clearCalls();
  },
  "GET /violations": (call) => ({ violations: listed(call.cloud.journal.violations, call) }),
  "DELETE /violations": ({ cloud }) => {
    cloud.journal.clearViolations();
  },
  "GET /deliveries": (call) => ({ deliveries: listed(call.cloud.journal.deliveries, call) }),
  "DELETE /deliveries": ({ cloud }) => {
    cloud.journal.clearDeliveries();
  },
  "GET /queue": ({ cloud }) => cloud.queue.settings,
  "POST /queue": ({ cloud, body }) => {
    Object.assign(cloud.queue.settings, body as Partial<QueueSettings>);
    return cloud.queue.settings;
  },
  "POST /queue/idle": async ({ cloud }) => {
    await cloud.queue.idle();
  },
  "POST /clock": ({ cloud, body }) => {
    cloud.clock.set(body);
    return { speed: cloud.clock.speed, offsetMs: cloud.clock.offsetMs };
  },
  "GET /tokens": (call) => {
    const { query, cloud } = call;
    const events = cloud.portals.flatMap((portal) => {
      return portal.workflows().flatMap(({ executions, id }) => {
        return executions.map(({ eventToken }) => ({
          ...{ value: eventToken, kind: "event", memberId: portal.memberId, workflowId: id },
        }));
      });
    });
    const applications = cloud.portals.map(({ installation, memberId }) => {
      return { value: installation.applicationToken, kind: "application", memberId };
    });
    const all = [...cloud.tokenList(), ...applications, ...events];
    const kinds = ofKind(all, { key: "kind", value: query.get("kind") });
    return { tokens: listed(kinds, call) };
  },
  "GET /auth-settings": ({ cloud }) => cloud.tokens.settings,
  "POST /auth-settings": ({ cloud, body }) => {
    Object.assign(cloud.tokens.settings, body);
    return cloud.tokens.settings;
  },
};
