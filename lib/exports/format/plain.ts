import type { EntryView } from "../../archive/index.ts";
import type { Encoder } from "./encoder.ts";

interface Texts {
  begin(): string;
  add(entries: readonly EntryView[], isFirst: boolean): string;
  end(isEmpty: boolean): string;
}

/** A file that is nothing but text: it goes on after a crash wherever it stopped. */
export function plainEncoder(texts: Texts): Encoder {
  const encode = (text: string) => Buffer.from(text, "utf8");
  return {
    begin: (state) => {
      const bytes = encode(texts.begin());
      return { bytes, state: { ...state, bytes: state.bytes + bytes.length } };
    },
    add: (state, entries) => {
      const bytes = encode(texts.add(entries, state.written === 0));
      const written = state.written + entries.length;
      return { bytes, state: { ...state, written, bytes: state.bytes + bytes.length } };
    },
    end: (state) => {
      const bytes = encode(texts.end(state.written === 0));
      return { bytes, state: { ...state, bytes: state.bytes + bytes.length } };
    },
  };
}
