import type { Lang } from "../../../../../../lib/archive/shared.ts";

/** Sentences about events exist in two languages; every other interface language reads English. */
export function wordsLang(lang: string): Lang {
  return lang === "ru" ? "ru" : "en";
}
