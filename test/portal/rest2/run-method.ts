import type { JsonMap } from "../php-values.ts";
import { upperKeys } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import type { Caller } from "../rest/caller.ts";
import { RestError } from "../rest/rest-error.ts";
import { timeBlock } from "../rest/time-block.ts";
import type { RestAnswer, RestCall } from "./call.ts";
import { allows, findMethod } from "./method-table.ts";

export interface MethodInput {
  portal: Portal;
  caller: Caller;
  method: string;
  params: JsonMap;
}

export interface MethodOutcome {
  answer: RestAnswer;
  effect: string | null;
  time: JsonMap;
}

/** Books the execution time of a method; over the limit the method is closed for a while. */
export function bookOperating(portal: Portal, input: { method: string; realMs: number }): void {
  const { operatingCost } = portal.settings;
  const cost = operatingCost[input.method] ?? operatingCost["*"] ?? 0;
  const seconds = Math.max(cost, input.realMs / 1000);
  portal.operating.add(input.method, { seconds, nowMs: portal.cloud.clock.limitNow() });
}

export function isOperatingBlocked(portal: Portal, method: string): boolean {
  if (portal.edition === "box") return false;
  if (!portal.operating.isBlocked(method, portal.cloud.clock.limitNow())) return false;
  portal.violation("operating-overrun", `${method} was called while it was blocked`);
  return true;
}

/** Runs one v2 method for a caller whose token is proven. */
export async function runMethod(input: MethodInput): Promise<MethodOutcome> {
  const { portal, caller, method } = input;
  const known = findMethod(portal, method);
  if (known === null) throw new RestError("ERROR_METHOD_NOT_FOUND");
  if (!allows(known, caller.scope)) throw new RestError("insufficient_scope");
  if (isOperatingBlocked(portal, method)) throw new RestError("OPERATION_TIME_LIMIT");
  const startedAt = Date.now();
  const call: RestCall = {
    portal,
    caller,
    method,
    params: upperKeys(input.params),
    effect: null,
  };
  const answer = await known.run(call);
  bookOperating(portal, { method, realMs: Date.now() - startedAt });
  return { answer, effect: call.effect, time: timeBlock(portal, { startedAt, method }) };
}
