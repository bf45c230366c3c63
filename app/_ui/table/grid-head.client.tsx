"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { classes } from "../controls/classes.ts";
import type { GridColumn, GridLayout } from "./columns.ts";
import { PICK_COLUMN, type GridSelection } from "./grid-selection.ts";
import { PickBox } from "./pick-box.client.tsx";
import { WidthHandle, type Widths } from "./width-handle.client.tsx";
import styles from "./data-grid.module.css";

interface Props<Data> {
  layout: GridLayout<Data>;
  selection: GridSelection<Data> | null;
  widths: Widths | null;
}

export function GridHead<Data>({ layout, selection, widths }: Props<Data>) {
  const hidden = layout.isStacked && styles.headHidden;
  return (
    <div role="rowgroup" className={classes(styles.head, hidden)}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {layout.columns.map((column, col) => {
          const left = layout.pins[column.id];
          return (
            <div
              key={column.id}
              role="columnheader"
              data-column={column.id}
              aria-colindex={col + 1}
              aria-sort={column.sort?.direction ?? undefined}
              className={classes(styles.headCell, left !== undefined && styles.pinned)}
              style={left === undefined ? undefined : { left }}
            >
              {column.id === PICK_COLUMN && selection !== null ? (
                <PickBox
                  label={selection.labels.all}
                  state={selection.state}
                  onToggle={selection.toggleAll}
                />
              ) : (
                <HeadTitle column={column} />
              )}
              {column.hint !== undefined && <span className={styles.headHint}>{column.hint}</span>}
              {widths !== null && !layout.isStacked && column.id !== PICK_COLUMN && (
                <WidthHandle column={column} layout={layout} widths={widths} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function HeadTitle<Data>({ column }: { column: GridColumn<Data> }) {
  const { title, sort } = column;
  if (sort === undefined) return <span className={styles.headTitle}>{title}</span>;
  const { direction, label, name, onTurn } = sort;
  const Arrow = direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={styles.headButton}
      title={label}
      aria-label={name}
      onClick={onTurn}
    >
      <span className={styles.headTitle}>{title}</span>
      {direction !== null && <Arrow size={14} aria-hidden="true" />}
    </button>
  );
}
