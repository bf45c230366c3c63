import {
  MAX_COLUMN_PX,
  MAX_PINNED,
  MIN_COLUMN_PX,
  type ColumnSetup,
} from "../../../lib/portals/shared.ts";
import { leastPx, type GridColumn } from "./columns.ts";

export const USUAL_SETUP: ColumnSetup = { shown: null, widths: {}, pinned: 0 };

/** The columns in the order, with the widths and pinned as somebody set them up. */
export function arrangeColumns<Row>(
  columns: GridColumn<Row>[],
  setup: ColumnSetup,
): GridColumn<Row>[] {
  return shownIds(columns, setup).flatMap((id, place) => {
    const column = columns.find((one) => one.id === id);
    if (column === undefined) return [];
    const { hideBelow, ...kept } = column;
    const isPinned = place < setup.pinned;
    const width = setup.widths[id] ?? (isPinned ? leastPx(column.track) : undefined);
    const isGivingWay = setup.shown === null && !isPinned && hideBelow !== undefined;
    const track = width === undefined ? column.track : `${width}px`;
    return [{ ...kept, track, isPinned, ...(isGivingWay && { hideBelow }) }];
  });
}

/** Ids of the columns that are to be shown; names that no column has are left out. */
export function shownIds(
  columns: readonly Pick<GridColumn<never>, "id" | "isExtra">[],
  setup: ColumnSetup,
): string[] {
  const usual = columns.filter(({ isExtra }) => isExtra !== true).map(({ id }) => id);
  if (setup.shown === null) return usual;
  const known = setup.shown.filter((id) => columns.some((column) => column.id === id));
  return known.length === 0 ? usual : [...new Set(known)];
}

export function withColumn(shown: string[], id: string, isShown: boolean): string[] {
  const others = shown.filter((one) => one !== id);
  if (!isShown) return others.length === 0 ? shown : others;
  return shown.includes(id) ? shown : [...shown, id];
}

/** One place to the left (-1) or right (1); at an end it stays. */
export function moveColumn(shown: string[], id: string, by: -1 | 1): string[] {
  const from = shown.indexOf(id);
  const to = from + by;
  const moved = shown.filter((one) => one !== id);
  if (from < 0 || to < 0 || to >= shown.length) return shown;
  moved.splice(to, 0, id);
  return moved;
}

/** null: as wide as it comes. */
export function withWidth(setup: ColumnSetup, id: string, px: number | null): ColumnSetup {
  const others = Object.entries(setup.widths).filter(([name]) => name !== id);
  const own = px === null ? [] : [[id, toWidth(px)] as const];
  return { ...setup, widths: Object.fromEntries([...others, ...own]) };
}

export function toWidth(px: number): number {
  return Math.min(Math.max(Math.round(px), MIN_COLUMN_PX), MAX_COLUMN_PX);
}

export function toPinned(count: number): number {
  return Math.min(Math.max(count, 0), MAX_PINNED);
}
