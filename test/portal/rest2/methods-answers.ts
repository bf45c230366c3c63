import { asText, isEmptyValue, type Json } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import type { FoundExecution } from "../workflow/engine.ts";
import { answer, type MethodTable, type RestAnswer, type RestCall } from "./call.ts";

const SCOPE = ["bizproc"];

function findByToken(call: RestCall): FoundExecution | null {
  const token = call.portal.engine.byToken(asText(call.params.EVENT_TOKEN));
  if (token === null) throw new RestError("ACCESS_DENIED");
  if (token.found?.workflow.useSubscription === "N") {
    const { id, step } = token.found.workflow;
    call.portal.violation("answer-for-no-wait", `${call.method} for ${step.code} of ${id}`);
  }
  return token.found;
}

function log(call: RestCall): RestAnswer {
  const found = findByToken(call);
  const message = call.params.LOG_MESSAGE;
  if (isEmptyValue(message)) throw new RestError("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!");
  if (found === null || !call.portal.engine.exists(found.workflow)) {
    noteLateLine(call, found);
    throw new RestError("", "Empty root activity", { status: 400 });
  }
  noteLateLine(call, found);
  const isWritten = call.portal.engine.writeProgress(found, asText(message));
  call.effect = isWritten ? "line written" : "line ignored";
  return answer(true);
}

function noteLateLine(call: RestCall, found: FoundExecution | null): void {
  const firstAnswer = found?.execution?.firstAnswer ?? null;
  if (found === null || firstAnswer === null) return;
  call.portal.violation("log-after-completion", `a line for ${found.workflow.id} after its answer`);
}

function noteAnswer(call: RestCall, found: FoundExecution, values: Json): void {
  const { execution, workflow } = found;
  if (execution === null) return;
  const text = JSON.stringify(values);
  if (execution.firstAnswer !== null && execution.firstAnswer !== text) {
    call.portal.violation("completion-conflict", `${workflow.id} was answered twice differently`);
  }
  execution.firstAnswer ??= text;
}

function send(call: RestCall): RestAnswer {
  const found = findByToken(call);
  const { RETURN_VALUES: values } = call.params;
  if (found !== null) {
    noteAnswer(call, found, values ?? null);
    const message = asText(call.params.LOG_MESSAGE);
    const { engine, settings } = call.portal;
    setTimeout(() => engine.complete(found, { values, message }), settings.completionDelayMs);
  }
  call.effect = "completion queued";
  return answer(true);
}

/** Progress lines are written at once, completions by a background job that never reports back. */
export const answerMethods: MethodTable = {
  "bizproc.activity.log": { scope: SCOPE, run: log },
  "bizproc.event.send": { scope: SCOPE, run: send },
};
