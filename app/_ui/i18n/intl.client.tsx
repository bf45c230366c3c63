"use client";

import { IntlProvider } from "use-intl";
import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { intlLocale } from "./lang.ts";
import type { Messages } from "./messages.ts";

interface Props {
  lang: string;
  messages: Messages;
  children: ReactNode;
}

export function Intl({ lang, messages, children }: Props) {
  const locale = intlLocale(lang);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </IntlProvider>
  );
}
