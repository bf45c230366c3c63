import type { ReactNode } from "react";
import { askedLang } from "./asked-lang.ts";
import { Intl } from "./intl.client.tsx";
import { loadMessages } from "./load-messages.ts";

interface Props {
  lang?: string | string[] | undefined;
  children: ReactNode;
}

/** Texts for a page drawn without a session. */
export async function Texts({ lang: asked, children }: Props) {
  const { lang, messages } = await loadMessages(await askedLang(asked));
  return (
    <Intl lang={lang} messages={messages}>
      {children}
    </Intl>
  );
}
