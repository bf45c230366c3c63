"use client";

import { useSearchParams } from "next/navigation.js";
import { createContext, use, useMemo, useState, type ReactNode } from "react";
import { intlLocale, readLang } from "./i18n/lang.ts";

interface DocumentLang {
  lang: string;
  setLang(lang: string): void;
}

const LangContext = createContext<DocumentLang>({ lang: "en", setLang: () => undefined });

export function useDocumentLang(): DocumentLang {
  return use(LangContext);
}

interface Props {
  fallbackLang: string;
  /** Build of the pages, by which they see later that the server has another one. */
  build: string | undefined;
  children: ReactNode;
}

/** `<html>` is drawn by a client component because only here are `?lang=` and `?theme=` known to a layout. */
export function DocumentShell({ fallbackLang, build, children }: Props) {
  const params = useSearchParams();
  const [lang, setLang] = useState(() => readLang(params.get("lang")) ?? fallbackLang);
  const [theme] = useState(() => params.get("theme"));
  const value = useMemo(() => ({ lang, setLang }), [lang]);
  return (
    <html
      lang={intlLocale(lang)}
      data-build={build}
      data-theme={theme === "dark" || theme === "light" ? theme : undefined}
    >
      {/* One that stays: between two pages' own titles the document has none for a moment. */}
      <head>
        <title>Logbook</title>
      </head>
      <body>
        <LangContext value={value}>{children}</LangContext>
      </body>
    </html>
  );
}
