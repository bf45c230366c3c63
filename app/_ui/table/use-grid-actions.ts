import type { MouseEvent } from "react";
import { cellAt, rowOf, type CellPlace } from "./cell-place.ts";
import { PICK_COLUMN, type GridSelection } from "./grid-selection.ts";

interface Input<Data> {
  rows: Data[];
  placeOf: ReadonlyMap<string, number>;
  selection: GridSelection<Data> | null;
  focused: number;
  onOpen(row: Data): void;
  onMenu: ((row: Data, place: CellPlace) => void) | undefined;
}

export interface GridActions {
  openAt(index: number): void;
  openMenu(target: EventTarget): boolean;
  onClick(event: MouseEvent): void;
  onMouseDown(event: MouseEvent): void;
  pick: { toggle(index: number): void; extend(from: number, to: number): void; all(): void } | null;
}

/** What a press on a row means: open it, pick it, or show what can be done with it. */
export function gridActions<Data>(input: Input<Data>): GridActions {
  const { rows, placeOf, selection, onMenu } = input;
  const openAt = (index: number) => {
    const row = rows[index];
    if (row !== undefined) input.onOpen(row);
  };
  const openMenu = (target: EventTarget): boolean => {
    const place = cellAt(target);
    const row = place === null ? undefined : rows[placeOf.get(place.key) ?? -1];
    if (place === null || row === undefined || onMenu === undefined) return false;
    onMenu(row, place);
    return true;
  };
  const pick = selection === null ? null : picking(rows, selection);
  return {
    openAt,
    openMenu,
    pick,
    onMouseDown: (event) => {
      // Shift means rows here: without this the browser marks the text between them.
      if (pick !== null && event.shiftKey && rowOf(event.target) !== null) event.preventDefault();
    },
    onClick: (event) => {
      const index = placeOf.get(rowOf(event.target) ?? "");
      if (index === undefined) return;
      const isBox = cellAt(event.target)?.column === PICK_COLUMN;
      if (pick !== null && event.shiftKey) pick.extend(input.focused, index);
      else if (pick !== null && (isBox || event.ctrlKey || event.metaKey)) pick.toggle(index);
      else if (!isMarkingText()) openAt(index);
    },
  };
}

function picking<Data>(rows: Data[], selection: GridSelection<Data>): GridActions["pick"] {
  return {
    toggle: (index) => {
      const row = rows[index];
      if (row !== undefined && selection.isPickable(row)) selection.toggle(row);
    },
    extend: (from, to) => {
      const [first, last] = [rows[from], rows[to]];
      if (first !== undefined && last !== undefined) selection.extend(first, last);
    },
    all: selection.toggleAll,
  };
}

function isMarkingText(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
