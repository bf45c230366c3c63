import type { PortalCtx } from "../ctx.ts";
import { AppError, invalidInput } from "../errors.ts";
import { StepResult } from "./schemas.ts";
import type { Verdict } from "./settle.ts";

export type AttemptVerdict = Omit<Verdict, "by"> & { by?: string };

type Lang = "en" | "ru";

/** What happened to a run apart from its work, in the language of the portal's people. */
interface SpokenVerdict extends Omit<Verdict, "message" | "values"> {
  message: Record<Lang, string>;
}

export const DEADLINE: SpokenVerdict = {
  outcome: "timeout",
  message: {
    en: "The time limit of the step was reached.",
    ru: "Время, отведённое шагу, истекло.",
  },
  by: "deadline",
};

export const SILENCE: SpokenVerdict = {
  outcome: "timeout",
  message: {
    en: "No sign of life arrived in time.",
    ru: "Внешняя система слишком долго не сообщала о себе.",
  },
  by: "heartbeat",
};

export function inWords({ message, ...verdict }: SpokenVerdict, lang: Lang): Verdict {
  return { ...verdict, message: message[lang] };
}

/** As the portal said it when a step asked last. */
export async function languageOf({ db, portalId }: PortalCtx): Promise<Lang> {
  const where = { id: portalId };
  const portal = await db.portal.findUnique({ where, select: { language: true } });
  return portal?.language === "ru" ? "ru" : "en";
}

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
