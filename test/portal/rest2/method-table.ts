import { asText } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { answer, type MethodTable, type RestMethod } from "./call.ts";
import { answerMethods } from "./methods-answers.ts";
import { basicMethods } from "./methods-basic.ts";
import { eventMethods } from "./methods-events.ts";
import { noticeMethods } from "./methods-notices.ts";
import { placementMethods } from "./methods-placements.ts";
import { stepMethods } from "./methods-steps.ts";
import { userMethods } from "./methods-users.ts";
import { workflowMethods } from "./methods-workflows.ts";

const table: MethodTable = {
  ...basicMethods,
  ...userMethods,
  ...eventMethods,
  ...placementMethods,
  ...stepMethods,
  ...answerMethods,
  ...workflowMethods,
  ...noticeMethods,
  "method.get": {
    scope: null,
    run: ({ portal, caller, params }) => {
      const name = asText(params.NAME).toLowerCase();
      const method = name === "batch" ? "batch" : findMethod(portal, name);
      const isAvailable = method === "batch" || (method !== null && allows(method, caller.scope));
      return answer({ isExisting: method !== null, isAvailable });
    },
  },
};

/** A method that exists on this portal: plans without a feature do not know its methods. */
export function findMethod(portal: Portal, name: string): RestMethod | null {
  const method = Object.hasOwn(table, name) ? table[name] : undefined;
  if (method === undefined) return null;
  return method.feature === "bizproc" && !portal.settings.hasBizproc ? null : method;
}

export function allows(method: RestMethod, scope: readonly string[]): boolean {
  return method.scope === null || method.scope.some((name) => scope.includes(name));
}
