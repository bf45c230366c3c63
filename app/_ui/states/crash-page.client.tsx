"use client";

import { useDocumentLang } from "../document.client.tsx";
import { Intl } from "../i18n/intl.client.tsx";
import { useTexts } from "../i18n/use-texts.ts";
import { Problem } from "../session/problem.ts";
import { Sheet } from "../shell/sheet.tsx";
import { ErrorDetails } from "./error-details.client.tsx";
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
        <ErrorDetails level={1} problem={problem} onRetry={reset} />
      </Sheet>
    </Intl>
  );
}
