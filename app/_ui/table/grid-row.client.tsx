"use client";

import { memo, type ReactNode } from "react";
import { classes } from "../controls/classes.ts";
import type { GridLayout } from "./columns.ts";
import { PICK_COLUMN } from "./grid-selection.ts";
import { PickBox } from "./pick-box.client.tsx";
import styles from "./data-grid.module.css";

/** A row that just came, the oldest of those, or the one that a search is at. */
export type RowMark = "fresh" | "fresh-last" | "found";

interface Props<Row> {
  row: Row;
  rowKey: string;
  index: number;
  top: number;
  layout: GridLayout<Row>;
  /** Stands in the place of all cells. */
  whole: ReactNode;
  /** Column of the one tab stop when it is in this row, else -1. */
  tabCol: number;
  isSelected: boolean;
  /** Word for the box when rows can be picked, else null. */
  pickLabel: string | null;
  isPicked: boolean;
  mark: RowMark | undefined;
  /** Stands on the line below the oldest of the rows that just came. */
  freshNote: string | null;
  /** Set for rows as high as what is in them. */
  measure: ((element: Element | null) => (() => void) | undefined) | null;
}

/** Clicks and focus are handled by the grid, so a row is drawn again only when it changes. */
function Row<Data>(props: Props<Data>): ReactNode {
  const { rowKey, index, layout, whole, isSelected, isPicked, mark, measure } = props;
  const isFree = measure !== null;
  return (
    <div
      ref={measure}
      role="row"
      data-row={rowKey}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={props.pickLabel === null ? undefined : isPicked}
      aria-current={isSelected ? "true" : undefined}
      className={classes(
        styles.row,
        isFree && styles.free,
        (isSelected || isPicked) && styles.selected,
        whole !== null && styles.whole,
        (mark === "fresh" || mark === "fresh-last") && styles.fresh,
        mark === "found" && styles.found,
        mark === "fresh-last" && styles.freshLast,
      )}
      style={{
        [isFree ? "minHeight" : "height"]: layout.rowHeight,
        transform: `translateY(${props.top}px)`,
      }}
    >
      {whole === null ? <Cells {...props} /> : <WholeCell {...props} />}
      {mark === "fresh-last" && props.freshNote !== null && (
        <div role="gridcell" className={styles.freshNote}>
          {props.freshNote}
        </div>
      )}
    </div>
  );
}

function WholeCell<Data>({ whole, tabCol, layout }: Props<Data>) {
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      aria-colspan={layout.columns.length}
      tabIndex={tabCol < 0 ? -1 : 0}
      className={styles.cell}
    >
      {whole}
    </div>
  );
}

function Cells<Data>({ row, layout, tabCol, pickLabel, isPicked }: Props<Data>) {
  return layout.columns.map((column, col) => {
    const left = layout.pins[column.id];
    return (
      <div
        key={column.id}
        role="gridcell"
        data-column={column.id}
        aria-colindex={col + 1}
        tabIndex={col === tabCol ? 0 : -1}
        className={classes(styles.cell, left !== undefined && styles.pinned)}
        style={left === undefined ? undefined : { left }}
      >
        {column.id === PICK_COLUMN
          ? pickLabel !== null && <PickBox label={pickLabel} state={isPicked ? "all" : "none"} />
          : column.cell(row)}
      </div>
    );
  });
}

export const GridRow = memo(Row) as typeof Row;
