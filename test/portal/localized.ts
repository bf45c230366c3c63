import { asText, isMap, type Json } from "./php-values.ts";

/** A text or a map of texts by language: the wanted one, for ua also ru, then en, then any. */
export function localized(value: Json | undefined, lang: string): string {
  if (!isMap(value)) return asText(value);
  const byLang = new Map(Object.entries(value).map(([key, text]) => [key.toLowerCase(), text]));
  const order = lang === "ua" ? [lang, "ru", "en"] : [lang, "en"];
  for (const key of order) {
    const text = byLang.get(key);
    if (text !== undefined) return asText(text);
  }
  return asText(Object.values(value)[0]);
}
