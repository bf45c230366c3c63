import type { Lang } from "../lang.ts";
import { ENGLISH } from "./english.ts";
import { eventTitle, type EventWords } from "./event-words.ts";
import { RUSSIAN } from "./russian.ts";

/** For the server, which speaks to everybody. */
export const EVENT_WORDS: Record<Lang, EventWords> = { en: ENGLISH, ru: RUSSIAN };

/** Titles of a type in all languages, to be searched. */
export function eventTitles(code: string): string[] {
  return Object.values(EVENT_WORDS).map((words) => eventTitle(code, words));
}
