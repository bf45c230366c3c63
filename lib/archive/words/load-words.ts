import type { Lang } from "../lang.ts";
import type { EventWords } from "./event-words.ts";

const LOAD: Record<Lang, () => Promise<EventWords>> = {
  en: async () => (await import("./english.ts")).ENGLISH,
  ru: async () => (await import("./russian.ts")).RUSSIAN,
};

/** For pages, which speak one language; one without words of its own has the English ones. */
export function loadEventWords(lang: string): Promise<EventWords> {
  return LOAD[toLang(lang)]();
}

function toLang(lang: string): Lang {
  return Object.hasOwn(LOAD, lang) ? (lang as Lang) : "en";
}
