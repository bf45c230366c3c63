import { useSyncExternalStore } from "react";
import { atRest } from "../../../../../_ui/later.ts";
import type * as QueryParts from "./query-parts.ts";

type QueryLanguage = typeof QueryParts;

let language: QueryLanguage | null = null;
let answer: Promise<QueryLanguage> | null = null;
let again: (() => void) | null = null;
const listeners = new Set<() => void>();

/** What reads and writes queries is not in the first script: a log that nobody has asked anything needs none of it. */
export function loadQueryLanguage(): Promise<QueryLanguage> {
  answer ??= import("./query-parts.ts").then(
    (found) => {
      language = found;
      tell(null);
      return found;
    },
    (error: unknown) => {
      answer = null;
      throw error;
    },
  );
  return answer;
}

atRest(loadQueryLanguage);

/** Acts at once where the language is there, else as soon as it has come; that it did not come is told on the page. */
export function withQueryLanguage(act: (found: QueryLanguage) => void): void {
  if (language === null) loadQueryLanguage().then(act, () => tell(() => withQueryLanguage(act)));
  else act(language);
}

/** What is read from a query; nothing where nothing is asked for. */
export function ofQuery<Read>(
  q: string,
  nothing: Read,
  read: (found: QueryLanguage) => Read,
): Read {
  return q === "" || language === null ? nothing : read(language);
}

/** Values of a field that the query includes. */
export function chosenIn(q: string, field: string): string[] {
  return ofQuery(q, [], ({ chosenValues }) => chosenValues(q, field));
}

export function useQueryLanguage(): QueryLanguage | null {
  return useSyncExternalStore(subscribe, present, present);
}

/** Does once more what could not be done; null while nobody waits in vain. */
export function useQueryRetry(): (() => void) | null {
  return useSyncExternalStore(subscribe, refused, refused);
}

export function forgetQueryRetry(): void {
  tell(null);
}

const present = () => language;
const refused = () => again;

function tell(retry: (() => void) | null): void {
  again = retry;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
