/** Language codes of the portal whose names differ from the ones browsers know. */
const LOCALES: Record<string, string> = {
  br: "pt-BR",
  en: "en",
  in: "hi",
  kz: "kk",
  la: "es-419",
  ms: "ms",
  sc: "zh-Hans",
  tc: "zh-Hant",
  ua: "uk",
  vn: "vi",
};

/** A portal language code, or null when the text cannot be one. */
export function readLang(text: string | null | undefined): string | null {
  const code = text?.trim().toLowerCase() ?? "";
  return /^[a-z]{2,3}$/.test(code) ? code : null;
}

/** The name of a portal language that `Intl` and the `lang` attribute understand. */
export function intlLocale(lang: string): string {
  return LOCALES[lang] ?? lang;
}

/** First language of an Accept-Language header; English when there is none. */
export function preferredLang(acceptLanguage: string | null): string {
  const first = acceptLanguage?.split(",")[0]?.split(/[-;]/)[0];
  return readLang(first) ?? "en";
}
