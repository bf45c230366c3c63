import { english } from "./texts-en.ts";
import { russian } from "./texts-ru.ts";

export type Lang = "en" | "ru";
export type Texts = Record<keyof typeof english, string>;

export function textsFor(lang: Lang): Texts {
  return lang === "ru" ? russian : english;
}
