"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { GridColumn, GridLayout } from "./columns.ts";
import styles from "./data-grid.module.css";

export function GridHead<Data>({ layout }: { layout: GridLayout<Data> }) {
  const hidden = layout.isStacked ? styles.headHidden : "";
  return (
    <div role="rowgroup" className={`${styles.head} ${hidden}`}>
      <div
        role="row"
        aria-rowindex={1}
        className={styles.headRow}
        style={{ gridTemplateColumns: layout.tracks }}
      >
        {layout.columns.map((column, col) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={col + 1}
            aria-sort={column.sort?.direction}
            className={styles.headCell}
          >
            <HeadTitle column={column} />
            {column.hint !== undefined && <span className={styles.headHint}>{column.hint}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

function HeadTitle<Data>({ column }: { column: GridColumn<Data> }) {
  const { title, sort } = column;
  if (sort === undefined) return <span className={styles.headTitle}>{title}</span>;
  const Arrow = sort.direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <button type="button" className={styles.headButton} title={sort.label} onClick={sort.onTurn}>
      <span className={styles.headTitle}>{title}</span>
      <Arrow size={14} aria-hidden="true" />
    </button>
  );
}
