"use client";

import { memo, type ReactNode } from "react";
import { classes } from "../controls/classes.ts";
import type { GridColumn } from "./columns.ts";
import styles from "./data-grid.module.css";

interface Props<Row> {
  row: Row;
  rowKey: string;
  index: number;
  top: number;
  height: number;
  tracks: string;
  columns: GridColumn<Row>[];
  /** Stands in the place of all cells. */
  whole: ReactNode;
  /** Column of the one tab stop when it is in this row, else -1. */
  tabCol: number;
  isSelected: boolean;
  mark: "fresh" | "fresh-last" | undefined;
}

/** Clicks and focus are handled by the grid, so a row is drawn again only when it changes. */
function Row<Data>(props: Props<Data>): ReactNode {
  const { row, rowKey, index, columns, whole, tabCol, isSelected, mark } = props;
  const cells = whole === null ? columns : [];
  return (
    <div
      role="row"
      data-row={rowKey}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classes(
        styles.row,
        isSelected && styles.selected,
        whole !== null && styles.whole,
        mark !== undefined && styles.fresh,
        mark === "fresh-last" && styles.freshLast,
      )}
      style={{
        height: props.height,
        transform: `translateY(${props.top}px)`,
        gridTemplateColumns: props.tracks,
      }}
    >
      {whole !== null && (
        <div
          role="gridcell"
          aria-colindex={1}
          aria-colspan={columns.length}
          tabIndex={tabCol < 0 ? -1 : 0}
          className={styles.cell}
        >
          {whole}
        </div>
      )}
      {cells.map((column, col) => (
        <div
          key={column.id}
          role="gridcell"
          data-column={column.id}
          aria-colindex={col + 1}
          tabIndex={col === tabCol ? 0 : -1}
          className={styles.cell}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

export const GridRow = memo(Row) as typeof Row;
