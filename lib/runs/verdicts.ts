import { AppError } from "../errors.ts";
import type { Lang, Spoken } from "./language.ts";
import { StepResult } from "./schemas.ts";
import { FAILURES, SENTENCES } from "./sentences.ts";
import type { Verdict } from "./settle.ts";

export type AttemptVerdict = Omit<Verdict, "by"> & { by?: string };

/** What happened to a run apart from its work, in the language of the portal's people. */
interface SpokenVerdict extends Omit<Verdict, "message" | "values"> {
  message: Spoken;
}

export const DEADLINE: SpokenVerdict = {
  outcome: "timeout",
  message: SENTENCES.deadline,
  by: "deadline",
};

export const SILENCE: SpokenVerdict = {
  outcome: "timeout",
  message: SENTENCES.silence,
  by: "heartbeat",
};

export function inWords({ message, ...verdict }: SpokenVerdict, lang: Lang): Verdict {
  return { ...verdict, message: message[lang] };
}

/** A step's result, checked: what cannot be written as JSON is a fault of the step, not worth a repetition. */
export function toVerdict(result: unknown): AttemptVerdict {
  const parsed = StepResult.safeParse(result);
  if (parsed.success && isJson(parsed.data.values)) return parsed.data;
  const { en, ...texts } = SENTENCES.unusable;
  throw new AppError("invalid_input", en, { texts });
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
export function toFailure(error: unknown, lang: Lang): AttemptVerdict {
  return { outcome: "failure", message: failureText(error, lang) };
}

function failureText(error: unknown, lang: Lang): string {
  if (!(error instanceof AppError) || error.code === "internal") return SENTENCES.internal[lang];
  return lang === "en" ? error.message : (error.texts[lang] ?? FAILURES[error.code][lang]);
}
