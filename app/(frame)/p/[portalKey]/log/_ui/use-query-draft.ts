import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from "react";
import type { QueryFault } from "../../../../../../lib/filter/shared.ts";
import { useQueryLanguage, withQueryLanguage } from "./query-language.ts";
import { rememberQuery } from "./recent-queries.ts";
import { UndoStack, type Draft } from "./undo-stack.ts";

const PAUSE_MS = 450;

export interface QueryDraft {
  text: string;
  faults: QueryFault[];
  /** What is typed is not what the rows show. */
  isApplied: boolean;
  /** The text after a key press; it is applied after a pause. */
  type(draft: Draft, caretBefore: number): void;
  /** A text from a list or a button: applied at once. */
  set(text: string, caret?: number): void;
  /** Applies what is typed, as a step of its own in the history. */
  submit(): void;
  undo(caret: number): Draft | null;
  redo(caret: number): Draft | null;
}

/** What is typed in the query box until it becomes the query: only a text without faults does. */
export function useQueryDraft(
  q: string,
  onApply: (q: string, isTyping: boolean) => void,
): QueryDraft {
  // A query that changes elsewhere (a chip, a menu, Back) takes the draft's place.
  const [draft, setDraft] = useState<{ text: string; queries: string[] } | null>(null);
  const text = draft?.queries.includes(q) === true ? draft.text : q;
  const ownQuery = useRef(q);
  const stack = useSteps(q, text, ownQuery);
  const { stop, after, ifGood } = useAwaited();
  const language = useQueryLanguage();

  const apply = useEffectEvent((next: string, isTyping: boolean) => {
    const query = next.trim();
    ownQuery.current = query;
    // Until the address has it, the query is still the one before.
    setDraft({ text: next, queries: [q, query] });
    if (query !== q) onApply(query, isTyping);
  });
  const give = (next: string, isTyping: boolean) => ifGood(next, () => apply(next, isTyping));
  const change = (next: string) => {
    setDraft({ text: next, queries: [q] });
    stop();
  };
  const go = (found: Draft | null): Draft | null => {
    if (found === null) return null;
    change(found.text);
    after(0, () => give(found.text, true));
    return found;
  };
  const parsed = useMemo(() => language?.parseQuery(text), [language, text]);
  return {
    text,
    faults: parsed === undefined || parsed.ok ? [] : parsed.faults,
    isApplied: text.trim() === q,
    type: (next, caretBefore) => {
      stack.note({ text, caret: caretBefore }, { now: Date.now(), isTyping: true });
      change(next.text);
      after(PAUSE_MS, () => give(next.text, true));
    },
    set: (next, caret = text.length) => {
      stack.note({ text, caret }, { now: Date.now(), isTyping: false });
      change(next);
      after(0, () => give(next, false));
    },
    submit: () =>
      ifGood(text, () => {
        rememberQuery(text);
        after(0, () => give(text, false));
      }),
    undo: (caret) => go(stack.undo({ text, caret })),
    redo: (caret) => go(stack.redo({ text, caret })),
  };
}

/** What waits for a pause, or for the language: whoever types on meanwhile means what is typed last. */
function useAwaited() {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  const stop = () => {
    clearTimeout(timer.current);
    return (turn.current += 1);
  };
  const leave = useEffectEvent(() => void stop());
  useEffect(() => () => leave(), []);
  return {
    stop,
    after: (pauseMs: number, act: () => void) => {
      timer.current = setTimeout(act, pauseMs);
    },
    /** Only a text without faults is acted on. */
    ifGood: (text: string, act: () => void) => {
      const own = stop();
      withQueryLanguage(({ parseQuery }) => {
        if (own === turn.current && parseQuery(text).ok) act();
      });
    },
  };
}

/** Steps of the box, among them the queries that were made elsewhere. */
function useSteps(q: string, text: string, ownQuery: RefObject<string>): UndoStack {
  const [stack] = useState(() => new UndoStack());
  const shown = useRef(q);
  const last = useRef(q);
  useEffect(() => {
    if (last.current !== q && ownQuery.current !== q) {
      const before = { text: shown.current, caret: shown.current.length };
      stack.note(before, { now: 0, isTyping: false });
      ownQuery.current = q;
    }
    last.current = q;
    shown.current = text;
  }, [q, text, stack, ownQuery]);
  return stack;
}
