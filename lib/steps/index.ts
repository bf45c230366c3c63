import type { PortalCtx } from "../ctx.ts";
import { invalidInput, notFound } from "../errors.ts";
import { maskInput, type ActivityForm, type StepRegistration } from "../portals/index.ts";
import type { RegisteredStep } from "../portals/shared.ts";
import { startRun } from "../runs/index.ts";
import { toCatalogue, toRegistrations } from "./registrations.ts";
import { waitStep } from "./wait/index.ts";
import { jobStep } from "./job/index.ts";
import { recordStep } from "./record/index.ts";
import { searchStep } from "./search/index.ts";
import { checkValues, type CheckValues } from "./check-values.ts";
import type { StepCheck, StepView } from "./step-view.ts";
import type { StepDescriptor } from "./step.ts";
import { toStepView } from "./view.ts";

export { dropSettledWaits } from "./wait/care.ts";
export { waitJob } from "./wait/job.ts";
export { CheckValues } from "./check-values.ts";
export {
  changeConnection,
  createConnection,
  deleteConnection,
  listConnections,
  rotateConnection,
} from "./job/connections/connections.ts";
export { ConnectionInput } from "./job/connections/schemas.ts";
export { testConnection } from "./job/connections/test-connection.ts";
export { endJobs } from "./job/care.ts";
export { dropOldJobs } from "./job/drop-old.ts";
export { findJobView } from "./job/job-view.ts";
export { watchJob, watchPortals } from "./job/watch.ts";
export { isRunSecret } from "./job/run-secret.ts";
export {
  CompleteReport,
  FailReport,
  HeartbeatReport,
  ProgressReport,
} from "./job/reports/schemas.ts";
export { getOutsideView, reportJob } from "./job/reports/report.ts";
export { sendJob } from "./job/delivery/send-job.ts";
export { ChangeReading, changeReading } from "./change-reading.ts";
export type { Lang, StepDescriptor, StepProperty } from "./step.ts";

/** Every step there is: a further one is its folder and one line here. */
export const steps: readonly StepDescriptor[] = [searchStep, waitStep, recordStep, jobStep];

/** The step behind a code of the designer or of an automation rule. */
export function findStep(code: string): StepDescriptor | null {
  return steps.find((step) => step.code === code || step.robotCode === code) ?? null;
}

/** Turns a stored call of a step into a run; the same call again finds the same run. */
export async function startStep(
  ctx: PortalCtx,
  input: { code: string; call: ActivityForm },
): Promise<{ runId: string; isNew: boolean }> {
  const { code, call } = input;
  const step = findStep(code);
  if (step === null) throw notFound("step", code);
  if (call.code !== code) {
    throw invalidInput(`The call names the step ${call.code}, its address names ${code}.`);
  }
  const properties = ownProperties(step, call.properties);
  return startRun(ctx, {
    eventToken: call.event_token,
    calledAt: call.ts === undefined ? null : new Date(call.ts * 1_000),
    stepCode: step.code,
    registeredCode: code,
    workflowId: call.workflow_id,
    documentId: call.document_id,
    documentType: call.document_type,
    properties,
    isWaiting: call.use_subscription === "Y",
    timeoutSeconds: call.timeout_duration,
    calledByUserId: call.auth.user_id ?? null,
    ownLimitSeconds: step.limitSeconds?.(properties) ?? null,
    accessToken: step.isActing ? (call.auth.access_token ?? null) : null,
    request: await maskInput(ctx, call),
  });
}

// Keys of a property may come in other letter case; what was never registered is not kept.
function ownProperties(
  step: StepDescriptor,
  given: ActivityForm["properties"],
): Record<string, unknown> {
  const values = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const known = step.properties.filter(({ key }) => values.has(key));
  return Object.fromEntries(known.map(({ key }) => [key, values.get(key)]));
}

/** Everything to register on a portal, ready for `bizproc.activity.add` and `bizproc.robot.add`. */
export function stepRegistrations(appUrl: string, authUserId: number): StepRegistration[] {
  return steps.flatMap((step) => toRegistrations(step, { appUrl, authUserId }));
}

export function stepCatalogue(lang: string): Omit<RegisteredStep, "isRegistered">[] {
  const known = lang.toLowerCase().startsWith("ru") ? "ru" : "en";
  return steps.flatMap((step) => toCatalogue(step, known));
}

/** The step behind a code as its pages show it. */
export function getStep(input: { code: string; lang: string }): StepView {
  return toStepView(findStep(input.code), input);
}

/** Judges values that somebody chooses in the designer. */
export function checkStep(input: CheckValues & { code: string }): StepCheck {
  return checkValues(findStep(input.code), input);
}
