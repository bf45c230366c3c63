import { useSyncExternalStore } from "react";

let isWanted = false;
let isThere = false;
let answer = Promise.withResolvers<undefined>();
const listeners = new Set<() => void>();

function want(next: boolean): void {
  isWanted = next;
  for (const listener of listeners) listener();
}

/** Texts beyond those of the first script; settles once they are on the page. */
export function wholeTexts(): Promise<unknown> {
  if (!isThere && !isWanted) want(true);
  return answer.promise;
}

/** Whether a part of the page has asked for them. */
export function useWholeTextsWanted(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isWanted,
    () => isWanted,
  );
}

export function noteWholeTexts(): void {
  isThere = true;
  answer.resolve(undefined);
}

/** The next part that asks for them tries again. */
export function refuseWholeTexts(error: unknown): void {
  if (isThere) return;
  answer.reject(error);
  answer = Promise.withResolvers<undefined>();
  want(false);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
