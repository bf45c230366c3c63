import type { Lang } from "./event-type-table.ts";
import type { Sentences } from "./summary-facts.ts";
import { ENGLISH } from "./summary-sentences-en.ts";
import { RUSSIAN } from "./summary-sentences-ru.ts";

export const SENTENCES: Record<Lang, Sentences> = { en: ENGLISH, ru: RUSSIAN };
