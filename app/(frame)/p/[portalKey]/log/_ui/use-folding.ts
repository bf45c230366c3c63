import { useCallback, useState } from "react";

export interface Folding {
  isOn: boolean;
  /** Entries whose neighbours are shown one by one. */
  open: ReadonlySet<string>;
  toggle(): void;
  /** Opens what is folded, or folds it again; the ids are those of all its entries. */
  turn(ids: readonly string[]): void;
}

/** Off until somebody asks for it, in each page anew: nothing may seem to be missing. */
export function useFolding(): Folding {
  const [isOn, setOn] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  // The same function all the time: every row is drawn with it.
  const turn = useCallback((ids: readonly string[]) => setOpen((now) => turned(now, ids)), []);
  return {
    isOn,
    open,
    toggle: () => {
      setOn(!isOn);
      setOpen(new Set());
    },
    turn,
  };
}

function turned(open: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const next = new Set(open);
  const isOpen = ids.some((id) => next.has(id));
  for (const id of ids) {
    if (isOpen) next.delete(id);
    else next.add(id);
  }
  return next;
}
