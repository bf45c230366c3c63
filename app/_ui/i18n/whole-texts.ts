import { useSyncExternalStore } from "react";

let isWanted = false;
let isThere = false;
let answer = newAnswer();
const listeners = new Set<() => void>();

/** A refusal that nobody waits for is none of an error: whoever asks next is told. */
function newAnswer() {
  const made = Promise.withResolvers<undefined>();
  made.promise.catch(() => undefined);
  return made;
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Texts beyond those of the first script; settles once they are on the page. */
export function wholeTexts(): Promise<unknown> {
  if (!isThere && !isWanted) {
    isWanted = true;
    // A part may ask while it is being drawn, when nothing else may be told to draw itself.
    queueMicrotask(tell);
  }
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
  const refused = answer;
  answer = newAnswer();
  // Told first, or one that asks again at once would not be noticed.
  isWanted = false;
  tell();
  refused.reject(error);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
