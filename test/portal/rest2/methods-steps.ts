import { isMap, upperKeys, type JsonMap } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import { changedStep, checkCode, knownPropertyTypes, newStep } from "../workflow/step-fields.ts";
import type { Step, StepKind } from "../workflow/step-registry.ts";
import {
  answer,
  requireAdmin,
  requireApplication,
  type MethodTable,
  type RestAnswer,
  type RestCall,
} from "./call.ts";

const SCOPE = ["bizproc"];

function checkAccess(call: RestCall): void {
  requireApplication(call);
  requireAdmin(call);
}

function noteOddTypes(call: RestCall, step: Step): void {
  for (const [key, { TYPE: type }] of Object.entries(step.properties)) {
    if (typeof type === "string" && !knownPropertyTypes.includes(type)) {
      call.portal.violation("step-unknown-type", `${step.code}.${key} is of type ${type}`);
    }
  }
}

function add(call: RestCall, kind: StepKind): RestAnswer {
  checkAccess(call);
  if (Object.keys(call.params).length === 0) {
    throw new RestError("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty data!");
  }
  const step = newStep(kind, call.params);
  call.portal.stepRegistry.add(step);
  noteOddTypes(call, step);
  call.effect = `added ${kind} ${step.code}`;
  return answer(true);
}

function existing(call: RestCall, kind: StepKind): Step {
  const step = call.portal.stepRegistry.find(checkCode(call.params.CODE), kind);
  if (step === null) {
    throw new RestError("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!");
  }
  return step;
}

function update(call: RestCall, kind: StepKind): RestAnswer {
  checkAccess(call);
  const step = existing(call, kind);
  const fields: JsonMap = isMap(call.params.FIELDS) ? upperKeys(call.params.FIELDS) : {};
  const next = changedStep(step, fields);
  call.portal.stepRegistry.replace(next);
  noteOddTypes(call, next);
  call.effect = `updated ${kind} ${step.code}`;
  return answer(true);
}

function remove(call: RestCall, kind: StepKind): RestAnswer {
  checkAccess(call);
  const step = existing(call, kind);
  call.portal.stepRegistry.remove(step.code);
  call.effect = `deleted ${kind} ${step.code}`;
  return answer(true);
}

function list(call: RestCall, kind: StepKind): RestAnswer {
  checkAccess(call);
  return answer(call.portal.stepRegistry.codes(kind));
}

function methodsOf(kind: StepKind): MethodTable {
  const feature = kind === "activity" ? ({ feature: "bizproc" } as const) : {};
  return {
    [`bizproc.${kind}.add`]: { scope: SCOPE, ...feature, run: (call) => add(call, kind) },
    [`bizproc.${kind}.update`]: { scope: SCOPE, ...feature, run: (call) => update(call, kind) },
    [`bizproc.${kind}.delete`]: { scope: SCOPE, ...feature, run: (call) => remove(call, kind) },
    [`bizproc.${kind}.list`]: { scope: SCOPE, ...feature, run: (call) => list(call, kind) },
  };
}

export const stepMethods: MethodTable = { ...methodsOf("activity"), ...methodsOf("robot") };
