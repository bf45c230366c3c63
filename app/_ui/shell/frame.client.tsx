"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { usePathname } from "next/navigation.js";
import { useEffect, useState, type ReactNode } from "react";
import { useDocumentLang } from "../document.client.tsx";
import { EventWordsContext } from "../i18n/event-words.ts";
import { Intl } from "../i18n/intl.client.tsx";
import { useTexts } from "../i18n/use-texts.ts";
import { asProblem } from "../session/problem.ts";
import { SessionProvider } from "../session/session.client.tsx";
import { SkeletonBars } from "../states/skeleton-bars.tsx";
import { SessionGate } from "./session-gate.client.tsx";
import { Sheet } from "./sheet.tsx";

interface Props {
  portalKey: string;
  children: ReactNode;
}

/** Everything the pages of one portal share; it stays while the reader moves between tabs. */
export function Frame({ portalKey, children }: Props) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider portalKey={portalKey}>
        <Words>
          <SessionGate>{children}</SessionGate>
        </Words>
      </SessionProvider>
    </QueryClientProvider>
  );
}

/** Pages whose first script has all texts they begin with. */
const LIGHT = ["log"];

function Words({ children }: { children: ReactNode }) {
  const { lang, setLang } = useDocumentLang();
  const needsWhole = !LIGHT.includes(usePathname().split("/")[3] ?? "");
  const state = useTexts(lang, { needsWhole });
  const shown = state.kind === "ready" && state.asked === lang ? state.texts.lang : lang;
  useEffect(() => setLang(shown), [setLang, shown]);
  if (state.kind === "failed") throw new Error("The texts of the interface could not be loaded.");
  if (state.kind === "loading" || (needsWhole && !state.isWhole)) {
    return (
      <Sheet>
        <SkeletonBars rows={14} rowHeight={46} />
      </Sheet>
    );
  }
  return (
    <EventWordsContext value={state.words}>
      <Intl {...state.texts}>{children}</Intl>
    </EventWordsContext>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && isPassing(asProblem(error).status),
      },
    },
  });
}

/** Refusals are final; a lost connection or an overloaded server is worth another try. */
function isPassing(status: number): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}
