import type { Lang } from "../lang.ts";
import type { Sentences } from "./summary-facts.ts";

/** What is said of events in one language; a page loads those of its own only. */
export interface EventWords {
  lang: Lang;
  titles: Readonly<Record<string, string>>;
  /** Of types whose codes only begin alike. */
  families: Readonly<Record<string, string>>;
  sentences: Sentences;
}

/** The code itself where nothing is known of it. */
export function eventTitle(code: string, { titles, families }: EventWords): string {
  const own = Object.hasOwn(titles, code) ? titles[code] : undefined;
  if (own !== undefined) return own;
  const family = Object.entries(families).find(([prefix]) => code.startsWith(prefix));
  return family === undefined ? code : `${family[1]} ${code}`;
}

/** Codes of all types with a title of their own, for a choice. */
export function titledCodes({ titles }: EventWords): string[] {
  return Object.keys(titles);
}
