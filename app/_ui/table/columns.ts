import type { ReactNode } from "react";

export interface GridColumn<Row> {
  id: string;
  title: string;
  /** Quiet addition to the title, such as the zone of a time. */
  hint?: string;
  /** The order the rows are in by this column; its head turns it around. */
  sort?: { direction: "ascending" | "descending"; label: string; onTurn(): void };
  /** CSS grid track of the column. */
  track: string;
  /** The column gives way when the table is narrower than this many pixels. */
  hideBelow?: number;
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

export function layoutGrid<Row>(input: LayoutInput<Row>): GridLayout<Row> {
  const { columns, rowHeight, stacked, width } = input;
  if (width > 0 && width < stacked.below) {
    const title = columns.map((column) => column.title).join(", ");
    const whole = { id: "whole", title, track: "minmax(0, 1fr)", cell: stacked.cell };
    return { columns: [whole], tracks: whole.track, rowHeight: stacked.height, isStacked: true };
  }
  const shown = columns.filter((column) => width === 0 || width >= (column.hideBelow ?? 0));
  const tracks = shown.map((column) => column.track).join(" ");
  return { columns: shown, tracks, rowHeight, isStacked: false };
}
