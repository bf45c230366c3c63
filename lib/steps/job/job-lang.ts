import type { Lang } from "../step.ts";

/** The portal's language when the job began. */
export function langOf({ lang }: { lang: string }): Lang {
  return lang === "ru" ? "ru" : "en";
}
