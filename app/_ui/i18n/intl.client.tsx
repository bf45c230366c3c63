"use client";

import { IntlProvider } from "use-intl";
import type { ReactNode } from "react";
import { intlLocale } from "./lang.ts";
import type { Messages } from "./messages.ts";

interface Props {
  lang: string;
  messages: Messages;
  children: ReactNode;
}

export function Intl({ lang, messages, children }: Props) {
  return (
    <IntlProvider locale={intlLocale(lang)} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
