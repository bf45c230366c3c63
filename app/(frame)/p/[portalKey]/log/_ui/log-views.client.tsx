"use client";

import { lazy, Suspense } from "react";
import type { Words } from "./field-words.ts";
import { parseView } from "./log-view.ts";
import type { LogPageState } from "./use-log-page.ts";

const ContextView = lazy(async () => {
  const file = await import("./context/context-view.client.tsx");
  return { default: file.ContextView };
});
const CompareEntries = lazy(async () => {
  const file = await import("./compare/compare-entries.client.tsx");
  return { default: file.CompareEntries };
});

interface Props {
  view: string | null;
  page: LogPageState;
  words: Words;
}

/** What the address lays over the list. */
export function LogViews({ view, page, words }: Props) {
  const read = view === null ? null : parseView(view);
  if (read === null) return null;
  return (
    <Suspense>
      {read.kind === "context" ? (
        <ContextView key={read.id} view={read} page={page} words={words} />
      ) : (
        <CompareEntries ids={read.ids} onClose={() => page.actions.change({ over: null })} />
      )}
    </Suspense>
  );
}
