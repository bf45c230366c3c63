import type { ReactNode } from "react";

export interface ColumnSort {
  /** The order the rows are in by this column; null while they are in another one. */
  direction: "ascending" | "descending" | null;
  /** What pressing the head does. */
  label: string;
  /** Name of the head, where its title alone would be the name of something else too. */
  name?: string;
  onTurn(): void;
}

export interface GridColumn<Row> {
  id: string;
  title: string;
  /** Quiet addition to the title, such as the zone of a time. */
  hint?: string;
  sort?: ColumnSort;
  /** CSS grid track of the column; the first number of pixels in it is the least width. */
  track: string;
  /** The column gives way when the table is narrower than this many pixels. */
  hideBelow?: number;
  /** Not among the usual columns: shown when somebody asks for it. */
  isExtra?: boolean;
  /** Stays in view while the others are scrolled sideways. */
  isPinned?: boolean;
  cell(row: Row): ReactNode;
}

/** How a row is drawn where columns no longer fit: one cell over the whole width. */
export interface StackedRow<Row> {
  below: number;
  height: number;
  cell(row: Row): ReactNode;
}

export interface GridLayout<Row> {
  columns: GridColumn<Row>[];
  tracks: string;
  /** Below this width the columns are scrolled sideways. */
  minWidth: number;
  /** Distance of each pinned column from the left edge. */
  pins: Record<string, number>;
  rowHeight: number;
  isStacked: boolean;
}

interface LayoutInput<Row> {
  columns: GridColumn<Row>[];
  rowHeight: number;
  stacked: StackedRow<Row>;
  /** 0 before the first measuring: then everything is shown. */
  width: number;
}

export const ROW_PADDING = 8;
const MAX_PINNED_SHARE = 0.6;

export function layoutGrid<Row>(input: LayoutInput<Row>): GridLayout<Row> {
  const { columns, rowHeight, stacked, width } = input;
  if (width > 0 && width < stacked.below) {
    const title = columns.map((column) => column.title).join(", ");
    const whole = { id: "whole", title, track: "minmax(0, 1fr)", cell: stacked.cell };
    const { track: tracks } = whole;
    const { height } = stacked;
    return { columns: [whole], tracks, minWidth: 0, pins: {}, rowHeight: height, isStacked: true };
  }
  const shown = columns.filter((column) => width === 0 || width >= (column.hideBelow ?? 0));
  const tracks = shown.map((column) => column.track).join(" ");
  const minWidth = shown.reduce((sum, { track }) => sum + leastPx(track), 2 * ROW_PADDING);
  const pins = pinsOf(shown, width);
  return { columns: shown, tracks, minWidth, pins, rowHeight, isStacked: false };
}

// What is pinned leaves room for what is scrolled, or nothing is.
function pinsOf<Row>(columns: GridColumn<Row>[], width: number): Record<string, number> {
  const pins: Record<string, number> = {};
  let left = ROW_PADDING;
  for (const { id, track, isPinned } of columns) {
    if (isPinned !== true) break;
    pins[id] = left;
    left += leastPx(track);
  }
  return width > 0 && left > width * MAX_PINNED_SHARE ? {} : pins;
}

export function leastPx(track: string): number {
  return Number(/(\d+(?:\.\d+)?)px/.exec(track)?.[1] ?? 0);
}
