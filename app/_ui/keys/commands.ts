import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from "react";
import { useShortcuts } from "./use-shortcuts.ts";

/** An action of a page: in the list of commands, and by its key where it has one. */
export interface Command {
  id: string;
  title: string;
  /** Name of the key as `keyName` gives it. */
  key?: string;
  act(): void;
}

let registered: readonly (readonly Command[])[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly (readonly Command[])[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

/** Makes actions of a part of the page known, for as long as it is there. */
export function useCommands(commands: Command[]): void {
  const run = useEffectEvent((id: string) => commands.find((one) => one.id === id)?.act());
  const shape = JSON.stringify(commands.map(({ id, title, key }) => ({ id, title, key })));
  useEffect(() => {
    const known = JSON.parse(shape) as Omit<Command, "act">[];
    const own = known.map((command) => ({ ...command, act: () => run(command.id) }));
    publish([...registered, own]);
    return () => publish(registered.filter((one) => one !== own));
  }, [shape]);
  const keyed = commands.flatMap(({ key, act }) =>
    key === undefined ? [] : [[key, act] as const],
  );
  useShortcuts(Object.fromEntries(keyed));
}

export function useRegisteredCommands(): Command[] {
  const lists = useSyncExternalStore(
    subscribe,
    () => registered,
    () => registered,
  );
  return useMemo(() => lists.flat(), [lists]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
