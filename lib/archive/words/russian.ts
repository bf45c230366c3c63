import type { EventWords } from "./event-words.ts";
import { RUSSIAN_SENTENCES } from "./sentences-ru.ts";
import { RUSSIAN_FAMILIES, RUSSIAN_TITLES } from "./titles-ru.ts";

export const RUSSIAN: EventWords = {
  lang: "ru",
  titles: RUSSIAN_TITLES,
  families: RUSSIAN_FAMILIES,
  sentences: RUSSIAN_SENTENCES,
};
