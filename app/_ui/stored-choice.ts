import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
const memory = new Map<string, string>();

/**
 * A choice of this browser (density, keys), never portal data. The first option is the default.
 * A frame may be refused storage: then the choice lasts as long as the page.
 */
export function useStoredChoice<Option extends string>(
  name: string,
  options: readonly [Option, ...Option[]],
): [Option, (option: Option) => void] {
  const [stored] = useStoredText(name);
  const choice = options.find((option) => option === stored) ?? options[0];
  const choose = useCallback((option: Option) => write(name, option), [name]);
  return [choice, choose];
}

/** A text this browser keeps, such as the names of what was pinned; null before it was chosen. */
export function useStoredText(name: string): [string | null, (text: string) => void] {
  const stored = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => null,
  );
  const keep = useCallback((text: string) => write(name, text), [name]);
  return [stored, keep];
}

function read(name: string): string | null {
  const inMemory = memory.get(name);
  if (inMemory !== undefined) return inMemory;
  try {
    return window.localStorage.getItem(`logbook.${name}`);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  memory.set(name, value);
  try {
    window.localStorage.setItem(`logbook.${name}`, value);
  } catch {
    // Refused storage: the value above lives on in memory.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
