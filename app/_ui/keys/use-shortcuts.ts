import { useEffect, useEffectEvent } from "react";
import { keyName, ownsKey } from "./match-key.ts";
import { useSingleKeys } from "./single-keys.ts";

export type Shortcuts = Record<string, () => void>;

/** Keys of a page. Names are those of `keyName`; single characters can be switched off as a whole. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const { isOn } = useSingleKeys();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = keyName(event);
    const action = shortcuts[name];
    if (action === undefined || event.defaultPrevented || ownsKey(event.target, name)) return;
    if (name.length === 1 && !isOn) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    // React listens on the document: its own handlers (menus, the grid) have their turn before.
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
