import { useSyncExternalStore } from "react";
import { atRest } from "../../../../../_ui/later.ts";
import type * as QueryParts from "./query-parts.ts";

type QueryLanguage = typeof QueryParts;

type Act = (found: QueryLanguage) => void;

let language: QueryLanguage | null = null;
let answer: Promise<QueryLanguage> | null = null;
let waiting: Act[] = [];
let isRefused = false;
const listeners = new Set<() => void>();

/** What reads and writes queries is not in the first script: a log that nobody has asked anything needs none of it. */
export function loadQueryLanguage(): Promise<QueryLanguage> {
  answer ??= import("./query-parts.ts").then(
    (found) => {
      language = found;
      tell(false);
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
export function withQueryLanguage(act: Act): void {
  if (language !== null) {
    act(language);
    return;
  }
  waiting.push(act);
  loadQueryLanguage().then(actAll, () => tell(true));
}

/** Asks once more for what did not come, and does what waited for it. */
export function retryQueryLanguage(): void {
  tell(false);
  loadQueryLanguage().then(actAll, () => tell(true));
}

export function forgetQueryWishes(): void {
  waiting = [];
  tell(false);
}

function actAll(found: QueryLanguage): void {
  const acts = waiting;
  waiting = [];
  for (const act of acts) act(found);
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

/** Whether somebody waits in vain. */
export function useQueryRefused(): boolean {
  return useSyncExternalStore(subscribe, refused, refused);
}

const present = () => language;
const refused = () => isRefused;

function tell(isNowRefused: boolean): void {
  isRefused = isNowRefused;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
