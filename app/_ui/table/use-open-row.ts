import { useState, type RefObject } from "react";
import { useShortcuts } from "../keys/use-shortcuts.ts";
import type { GridHandle } from "./data-grid.client.tsx";

interface OpenRowInput {
  grid: RefObject<GridHandle | null>;
  rows: { id: string }[];
  /** Of the row whose panel is open. */
  id: string | null;
  /** Puts it into the address; a step to a neighbour makes no entry of its own in the history. */
  onChange(id: string | null, isStep: boolean): void;
}

/** Opening, closing and stepping through the rows of a list beside its panel, by pointer and by keys. */
export function useOpenRow({ grid, rows, id, onChange }: OpenRowInput) {
  const [isByKey, setByKey] = useState(false);
  const index = rows.findIndex((row) => row.id === id);
  const step = (by: 1 | -1) => {
    const next = index < 0 ? undefined : rows[index + by];
    return next === undefined
      ? null
      : () => {
          onChange(next.id, true);
        };
  };
  const open = (row: { id: string }) => {
    setByKey(grid.current?.isFocusedByKeys() ?? false);
    onChange(row.id, false);
  };
  const close = () => {
    if (id === null) return;
    onChange(null, false);
    grid.current?.focusRow(id);
  };
  const focusRows = () => grid.current?.focusRow(null);
  const [newer, older] = [step(-1), step(1)];
  useShortcuts({
    j: focusRows,
    k: focusRows,
    "[": () => newer?.(),
    "]": () => older?.(),
    Escape: close,
  });
  return { open, panel: { takesFocus: isByKey, onClose: close, onNewer: newer, onOlder: older } };
}
