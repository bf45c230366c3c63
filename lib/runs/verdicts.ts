import { AppError, invalidInput } from "../errors.ts";
import { StepResult } from "./schemas.ts";
import type { Verdict } from "./settle.ts";

export type AttemptVerdict = Omit<Verdict, "by"> & { by?: string };

export const DEADLINE = {
  outcome: "timeout",
  message: "The time limit of the step was reached.",
  by: "deadline",
} as const;

export const SILENCE = {
  outcome: "timeout",
  message: "No sign of life arrived in time.",
  by: "heartbeat",
} as const;

/** A step's result, checked: what cannot be written as JSON is a fault of the step, not worth a repetition. */
export function toVerdict(result: unknown): AttemptVerdict {
  const parsed = StepResult.safeParse(result);
  if (!parsed.success || !isJson(parsed.data.values)) {
    throw invalidInput("The step gave a result that cannot be passed on.");
  }
  return parsed.data;
}

function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

/** What a person may read of an error: ours say it in their own words, others are only logged. */
export function toFailure(error: unknown): AttemptVerdict {
  const isOurs = error instanceof AppError && error.code !== "internal";
  return {
    outcome: "failure",
    message: isOurs
      ? error.message
      : "The step could not be finished because of an internal error.",
  };
}
