import { createTranslator } from "use-intl/core";
import { askedLang } from "../i18n/asked-lang.ts";
import { intlLocale } from "../i18n/lang.ts";
import { loadAllMessages } from "../i18n/load-messages.ts";
import { NotEmbeddedCard } from "./not-embedded-card.tsx";

interface Props {
  reason: "direct" | "missing";
  lang?: string | string[] | undefined;
}

/** Drawn by the server alone: every page carries the one for a lost address, and should not carry texts for it. */
export async function NotEmbedded({ reason, lang: asked }: Props) {
  const { lang, messages } = await loadAllMessages(await askedLang(asked));
  const locale = intlLocale(lang);
  const t = createTranslator({ locale, messages, namespace: "notEmbedded" });
  return <NotEmbeddedCard reason={reason} t={t} />;
}
