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
