"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "../controls/button.client.tsx";
import { useDocumentLang } from "../document.client.tsx";
import { Intl } from "../i18n/intl.client.tsx";
import { useTexts } from "../i18n/use-texts.ts";
import { Problem } from "../session/problem.ts";
import { Sheet } from "../shell/sheet.tsx";
import { ErrorState } from "./error-state.client.tsx";
import { StateView } from "./state-view.tsx";

interface Props {
  error: Error & { digest?: string };
  reset(): void;
}

/** A page that broke while drawing. When even the texts cannot be loaded it speaks English. */
export function CrashPage({ error, reset }: Props) {
  const { lang } = useDocumentLang();
  const state = useTexts(lang);
  if (state.kind === "loading") return null;
  return (
    <Sheet>
      {state.kind === "ready" ? (
        <Intl {...state.texts}>
          <ErrorState error={crash(error.digest)} onRetry={reset} />
        </Intl>
      ) : (
        <StateView
          icon={<TriangleAlert size={30} strokeWidth={1.6} />}
          tone="danger"
          title="The page could not be shown"
          actions={<Button onPress={() => window.location.reload()}>Reload</Button>}
        >
          <p>A part of the application could not be loaded. Check the connection and reload.</p>
        </StateView>
      )}
    </Sheet>
  );
}

function crash(digest: string | undefined): Problem {
  return new Problem({ status: -1, requestId: digest ?? null });
}
