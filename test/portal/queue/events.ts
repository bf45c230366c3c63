import type { EventBinding } from "../event-bindings.ts";
import type { JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { portalAuth, userAuth } from "./auth-block.ts";

export interface EventInput {
  event: string;
  data?: JsonMap;
  /** The user whose action caused it; null for agents and robots. */
  userId?: number | null;
  /** Replaces or adds single keys of the auth block. */
  auth?: JsonMap;
  /** Sent by a stranger: no valid application_token, whatever the portal's state is. */
  forged?: boolean;
  /** Where to send it instead of the bound handlers. */
  handler?: string;
  /** Set only by the portal itself while it takes the application away. */
  bindings?: EventBinding[];
}

const WITH_REFRESH = new Set(["ONAPPINSTALL", "ONAPPUPDATE"]);
const WITHOUT_HANDLER_ID = new Set(["ONAPPINSTALL", "ONAPPUNINSTALL"]);
const FORGED_TOKEN = "0".repeat(32);

function authOf(portal: Portal, input: EventInput): JsonMap {
  const userId = input.userId ?? null;
  const base =
    userId === null || input.event === "ONAPPUNINSTALL"
      ? portalAuth(portal)
      : userAuth(portal, {
          userId,
          source: "event",
          withRefresh: WITH_REFRESH.has(input.event),
        });
  if (input.forged === true) base.application_token = FORGED_TOKEN;
  return { ...base, ...input.auth };
}

/** Sends an event to its handlers; returns how many calls were queued. */
export function sendEvent(portal: Portal, input: EventInput): number {
  const { isInstalled, isPaymentExpired } = portal.installation;
  const isOwn = input.forged !== true && input.bindings === undefined;
  if (isOwn && (!isInstalled || isPaymentExpired)) return 0;
  const bindings = input.bindings ?? portal.events.forEvent(input.event);
  const online = bindings.filter((binding) => !binding.isOffline);
  const targets =
    input.handler === undefined
      ? online.map((binding) => ({ id: binding.id, handler: binding.handler }))
      : [{ id: 0, handler: input.handler }];
  for (const target of targets) {
    const form: JsonMap = { event: input.event };
    if (!WITHOUT_HANDLER_ID.has(input.event)) form.event_handler_id = String(target.id);
    form.data = input.data ?? {};
    form.ts = String(portal.cloud.clock.seconds());
    form.auth = authOf(portal, input);
    portal.cloud.queue.enqueue({
      memberId: portal.memberId,
      kind: "event",
      name: input.event,
      url: target.handler,
      workflowId: null,
      form,
    });
  }
  return targets.length;
}
