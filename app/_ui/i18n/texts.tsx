import { headers } from "next/headers.js";
import type { ReactNode } from "react";
import { Intl } from "./intl.client.tsx";
import { preferredLang, readLang } from "./lang.ts";
import { loadMessages } from "./load-messages.ts";

interface Props {
  lang?: string | string[] | undefined;
  children: ReactNode;
}

/** Texts for a page drawn without a session: in the language of the address, else the browser's. */
export async function Texts({ lang, children }: Props) {
  const asked = typeof lang === "string" ? readLang(lang) : null;
  const acceptLanguage = (await headers()).get("accept-language");
  const { lang: given, messages } = await loadMessages(asked ?? preferredLang(acceptLanguage));
  return (
    <Intl lang={given} messages={messages}>
      {children}
    </Intl>
  );
}
