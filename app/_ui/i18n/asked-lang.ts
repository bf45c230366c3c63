import { headers } from "next/headers.js";
import { preferredLang, readLang } from "./lang.ts";

/** Of a page drawn without a session: the language of the address, else the browser's. */
export async function askedLang(lang?: string | string[]): Promise<string> {
  const asked = typeof lang === "string" ? readLang(lang) : null;
  return asked ?? preferredLang((await headers()).get("accept-language"));
}
