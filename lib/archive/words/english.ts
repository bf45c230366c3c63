import type { EventWords } from "./event-words.ts";
import { ENGLISH_SENTENCES } from "./sentences-en.ts";
import { ENGLISH_FAMILIES, ENGLISH_TITLES } from "./titles-en.ts";

export const ENGLISH: EventWords = {
  lang: "en",
  titles: ENGLISH_TITLES,
  families: ENGLISH_FAMILIES,
  sentences: ENGLISH_SENTENCES,
};
