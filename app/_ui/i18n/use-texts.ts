import { useEffect, useState } from "react";
import { loadEventWords, type EventWords } from "../../../lib/archive/shared.ts";
import { loadAllMessages, loadMessages } from "./load-messages.ts";
import type { Messages } from "./messages.ts";
import {
  noteWholeTexts,
  refuseWholeTexts,
  useWholeTextsWanted,
  wholeTexts,
} from "./whole-texts.ts";

export interface Texts {
  lang: string;
  messages: Messages;
}

export type TextsState =
  | { kind: "loading" }
  /** `asked` may have no texts of its own: then `texts.lang` is English. */
  | { kind: "ready"; texts: Texts; words: EventWords; asked: string; isWhole: boolean }
  | { kind: "failed" };

/** Texts of the interface language; while others load, the old ones stay on screen. */
export function useTexts(lang: string, { needsWhole }: { needsWhole: boolean }): TextsState {
  const [state, setState] = useState<TextsState>({ kind: "loading" });
  const isWanted = useWholeTextsWanted();
  const isWhole = isWanted || needsWhole;
  useEffect(() => {
    // They stay for the pages after this one; what fails is told below.
    if (needsWhole) void wholeTexts().catch(() => undefined);
  }, [needsWhole]);
  useEffect(() => {
    let isCurrent = true;
    // Both at once: the first rows need both.
    const texts = isWhole ? loadAllMessages(lang) : loadMessages(lang);
    Promise.all([texts, loadEventWords(lang)]).then(
      ([{ lang: given, messages }, words]) => {
        if (!isCurrent) return;
        setState({ kind: "ready", texts: { lang: given, messages }, words, asked: lang, isWhole });
      },
      (error: unknown) => {
        if (!isCurrent) return;
        const isEnough = (old: TextsState) => old.kind === "ready" && (old.isWhole || !needsWhole);
        setState((old) => (isEnough(old) ? old : { kind: "failed" }));
        refuseWholeTexts(error);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [lang, isWhole, needsWhole]);
  const isThere = state.kind === "ready" && state.isWhole;
  useEffect(() => {
    if (isThere) noteWholeTexts();
  }, [isThere]);
  return state;
}
