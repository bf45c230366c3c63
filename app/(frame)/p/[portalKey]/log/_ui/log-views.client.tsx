"use client";

import { Suspense, useEffect, useEffectEvent } from "react";
import type { Words } from "./field-words.ts";
import { parseView } from "./log-view.ts";
import type { LogPageState } from "./use-log-page.ts";
import { later } from "../../../../../_ui/later.ts";

const ContextView = later(
  async () => (await import("./context/context-view.client.tsx")).ContextView,
);
const CompareEntries = later(
  async () => (await import("./compare/compare-entries.client.tsx")).CompareEntries,
);

interface Props {
  view: string | null;
  page: LogPageState;
  words: Words;
  /** The focus was in a view that is gone, and nothing else has it. */
  onFocusLost(): void;
}

/** What the address lays over the list. */
export function LogViews({ view, page, words, onFocusLost }: Props) {
  useFocusAfter(view !== null, onFocusLost);
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

/** The window gives the focus back to what had it, where that is still there; else the page does. */
function useFocusAfter(isOpen: boolean, onFocusLost: () => void): void {
  const lost = useEffectEvent(onFocusLost);
  useEffect(() => {
    if (!isOpen) return;
    return () => {
      // The window itself does it with the next frame.
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (document.activeElement === document.body) lost();
        }),
      );
    };
  }, [isOpen]);
}
