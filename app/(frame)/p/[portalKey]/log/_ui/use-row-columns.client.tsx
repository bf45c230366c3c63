"use client";

import { useMemo, type ReactNode } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { FoldBadge } from "./fold-badge.client.tsx";
import { entryOf, isFold, type LogRow } from "./list-rows.ts";
import type { LogColumns } from "./use-log-columns.client.tsx";
import styles from "./list-bars.module.css";

/** Columns of entries for all rows of the list: a folded row is its first entry, with a count before it. */
export function useRowColumns({ columns, stacked }: LogColumns, onTurn: (ids: string[]) => void) {
  return useMemo(() => {
    const draw = (row: LogRow, cell: (entry: EntryView) => ReactNode, isFirst: boolean) => {
      const entry = entryOf(row);
      if (entry === null) return null;
      if (!isFirst || !isFold(row)) return cell(entry);
      return (
        <span className={styles.folded}>
          <FoldBadge row={row} onTurn={onTurn} />
          {cell(entry)}
        </span>
      );
    };
    const badge = columns.some(({ id }) => id === "event") ? "event" : columns[0]?.id;
    const forRows = columns.map((column): GridColumn<LogRow> => ({
      ...column,
      cell: (row) => draw(row, column.cell, column.id === badge),
    }));
    const narrow: StackedRow<LogRow> = {
      ...stacked,
      cell: (row) => draw(row, stacked.cell, true),
    };
    return { columns: forRows, stacked: narrow };
  }, [columns, stacked, onTurn]);
}
