import { headers } from "next/headers.js";
import { preferredLang, readLang } from "./lang.ts";
import { loadMessages } from "./load-messages.ts";
import type { Texts } from "./use-texts.ts";

/** Texts for a page drawn without a session: in the language of the address, else the browser's. */
export async function askedTexts(lang?: string | string[]): Promise<Texts> {
  const asked = typeof lang === "string" ? readLang(lang) : null;
  const acceptLanguage = (await headers()).get("accept-language");
  const { lang: given, messages } = await loadMessages(asked ?? preferredLang(acceptLanguage));
  return { lang: given, messages };
}
