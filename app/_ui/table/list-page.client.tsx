"use client";

import { useRef, type ComponentProps, type ReactNode } from "react";
import type { ColumnsKey } from "../../../lib/portals/shared.ts";
import card from "../shell/card.module.css";
import { ColumnsButton } from "./columns-button.client.tsx";
import type { GridColumn, StackedRow } from "./columns.ts";
import { DataGrid, type GridHandle } from "./data-grid.client.tsx";
import { fitColumn } from "./fit-column.ts";
import { useColumns } from "./use-columns.ts";
import type { OlderPages } from "./use-older-pages.ts";
import { useOpenRow } from "./use-open-row.ts";
import styles from "./list-page.module.css";

export const ROW_HEIGHT = 48;

type OpenPanel = ReturnType<typeof useOpenRow>["panel"];

interface Props<Row extends { id: string }> {
  title: string;
  /** Under which a person's columns are kept. */
  columnsKey: ColumnsKey;
  columns: GridColumn<Row>[];
  stacked: StackedRow<Row>;
  list: OlderPages & { rows: Row[] };
  /** Of the row whose panel is open. */
  openId: string | null;
  onOpenChange(id: string | null, isStep: boolean): void;
  /** Gets the button for the columns. */
  toolbar(columns: ReactNode): ReactNode;
  /** Instead of rows where there are none. */
  state: ReactNode;
  footer: ComponentProps<typeof DataGrid>["footer"];
  /** The row that is open beside the list. */
  panel(id: string, panel: OpenPanel): ReactNode;
}

const keyOf = (row: { id: string }) => row.id;

/** A page of records, newest first: filters, table and, beside it, the one that is open. */
export function ListPage<Row extends { id: string }>(props: Props<Row>) {
  const { title, list, stacked, openId } = props;
  const grid = useRef<GridHandle>(null);
  const columns = useColumns(props.columnsKey, props.columns);
  const { rows } = list;
  const { open, panel } = useOpenRow({ grid, rows, id: openId, onChange: props.onOpenChange });
  return (
    <section className={card.card} aria-label={title}>
      <h1 className="visually-hidden">{title}</h1>
      {props.toolbar(<ColumnsButton columns={columns} grid={grid} />)}
      <div className={card.split}>
        <div className={styles.list}>
          {rows.length === 0 ? (
            <div className={card.scroll}>{props.state}</div>
          ) : (
            <DataGrid
              ref={grid}
              label={title}
              columns={columns.columns}
              widths={{
                set: columns.setWidth,
                fit: (column) => fitColumn(columns, grid.current, column),
              }}
              stacked={stacked}
              rows={rows}
              rowKey={keyOf}
              rowHeight={ROW_HEIGHT}
              selectedKey={openId}
              onOpen={open}
              total={list.hasOlder ? null : rows.length}
              {...(list.olderError === null && { onNearEnd: list.loadOlder })}
              isBusy={list.isRefreshing}
              footer={props.footer}
            />
          )}
        </div>
        {openId !== null && props.panel(openId, panel)}
      </div>
    </section>
  );
}
