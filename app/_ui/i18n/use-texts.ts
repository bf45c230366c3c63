import { useEffect, useState } from "react";
import { loadMessages } from "./load-messages.ts";
import type { Messages } from "./messages.ts";

export interface Texts {
  lang: string;
  messages: Messages;
}

export type TextsState =
  | { kind: "loading" }
  /** `asked` may have no texts of its own: then `texts.lang` is English. */
  | { kind: "ready"; texts: Texts; asked: string }
  | { kind: "failed" };

/** Texts of the interface language; while another language loads, the old one stays on screen. */
export function useTexts(lang: string): TextsState {
  const [state, setState] = useState<TextsState>({ kind: "loading" });
  useEffect(() => {
    let isCurrent = true;
    loadMessages(lang).then(
      (texts) => {
        if (isCurrent) setState({ kind: "ready", texts, asked: lang });
      },
      () => {
        if (isCurrent) setState((old) => (old.kind === "ready" ? old : { kind: "failed" }));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [lang]);
  return state;
}
