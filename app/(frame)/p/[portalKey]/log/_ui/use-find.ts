import { useEffect, useEffectEvent, useState } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { fold } from "../../../../../../lib/filter/shared.ts";

const SLICE_MS = 8;
const TELL_MS = 120;

export interface Found {
  /** In the order of the list. */
  ids: string[];
  isDone: boolean;
}

export interface Find {
  isOpen: boolean;
  text: string;
  found: Found;
  /** Place of the one that is in view, from 1; 0 before the first step. */
  at: number;
  current: string | null;
  open(): void;
  close(): void;
  setText(text: string): void;
  step(by: 1 | -1): void;
}

interface Input {
  rows: EntryView[];
  textOf(entry: EntryView): string;
  reveal(id: string): void;
}

const NOTHING: Found = { ids: [], isDone: true };

/** Looks through the rows loaded, a few milliseconds at a time: typing and scrolling go on. */
export function useFind({ rows, textOf, reveal }: Input): Find {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [found, setFound] = useState(NOTHING);
  const [current, setCurrent] = useState<string | null>(null);
  const needle = isOpen ? wordsOf(text) : "";
  const holds = useEffectEvent((entry: EntryView) => fold(textOf(entry)).includes(needle));
  useEffect(() => {
    if (needle === "") return;
    let isOver = false;
    void lookThrough({ rows, holds, tell: setFound, isOver: () => isOver });
    return () => {
      isOver = true;
    };
  }, [rows, needle]);
  const shown = needle === "" ? NOTHING : found;
  const at = current === null ? 0 : shown.ids.indexOf(current) + 1;
  return {
    ...{ isOpen, text, at, found: shown },
    current: at === 0 ? null : current,
    open: () => setOpen(true),
    close: () => {
      setOpen(false);
      setCurrent(null);
    },
    setText: (next) => {
      setText(next);
      // The same words are not looked for again, so what they found stays.
      if (wordsOf(next) === wordsOf(text)) return;
      setFound({ ids: [], isDone: false });
      setCurrent(null);
    },
    step: (by) => {
      const { length } = shown.ids;
      const place = at === 0 && by < 0 ? length - 1 : (at - 1 + by + length) % length;
      const next = shown.ids[place];
      if (next === undefined) return;
      setCurrent(next);
      reveal(next);
    },
  };
}

function wordsOf(text: string): string {
  return fold(text.trim());
}

interface Look {
  rows: EntryView[];
  holds(entry: EntryView): boolean;
  tell(found: Found): void;
  isOver(): boolean;
}

async function lookThrough({ rows, holds, tell, isOver }: Look): Promise<void> {
  const ids: string[] = [];
  let pauseAt = performance.now() + SLICE_MS;
  let tellAt = performance.now() + TELL_MS;
  for (const entry of rows) {
    if (performance.now() > pauseAt) {
      await new Promise((resolve) => setTimeout(resolve));
      if (isOver()) return;
      if (performance.now() > tellAt) {
        tell({ ids: [...ids], isDone: false });
        tellAt = performance.now() + TELL_MS;
      }
      pauseAt = performance.now() + SLICE_MS;
    }
    if (holds(entry)) ids.push(entry.id);
  }
  tell({ ids, isDone: true });
}
