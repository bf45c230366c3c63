"use client";

import { useDocumentLang } from "../document.client.tsx";
import { Intl } from "../i18n/intl.client.tsx";
import { useTexts } from "../i18n/use-texts.ts";
import { Problem } from "../session/problem.ts";
import { Sheet } from "../shell/sheet.tsx";
import { ErrorState } from "./error-state.client.tsx";
import { PlainCrash } from "./plain-crash.tsx";

interface Props {
  error: Error & { digest?: string };
  reset(): void;
}

/** A page that broke while drawing, in the reader's language as long as its texts can be loaded. */
export function CrashPage({ error, reset }: Props) {
  const { lang } = useDocumentLang();
  const state = useTexts(lang, { needsWhole: false });
  if (state.kind === "loading") return null;
  if (state.kind === "failed") return <PlainCrash />;
  const problem = new Problem({ status: -1, requestId: error.digest ?? null });
  return (
    <Intl {...state.texts}>
      <Sheet>
        <ErrorState level={1} error={problem} onRetry={reset} />
      </Sheet>
    </Intl>
  );
}
