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
  const stored = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => null,
  );
  const choice = options.find((option) => option === stored) ?? options[0];
  const choose = useCallback((option: Option) => write(name, option), [name]);
  return [choice, choose];
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
