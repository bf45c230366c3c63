"use client";

import { useTranslations } from "use-intl";
import { useMemo, type RefObject } from "react";
import card from "../../../../../_ui/shell/card.module.css";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { BandRow } from "./band-row.client.tsx";
import { isBand, missingIn, withBands, type ListRow } from "./bands.ts";
import { ROW_HEIGHTS } from "./density.ts";
import { LiveBar } from "./live-bar.client.tsx";
import { LogFooter } from "./log-footer.client.tsx";
import { LogProgress } from "./log-progress.client.tsx";
import { LogState } from "./log-state.client.tsx";
import { useLogColumns } from "./use-log-columns.client.tsx";
import type { LogPageState } from "./use-log-page.ts";
import type { MenuAt } from "./value-menu.client.tsx";
import styles from "./log-page.module.css";

interface Props {
  grid: RefObject<GridHandle | null>;
  selected: string | null;
  page: LogPageState;
  onMenu(at: MenuAt): void;
}

const keyOf = (row: ListRow) => row.id;

/** The rows with what is missing between them, or the state that stands in their place. */
export function LogList({ grid, selected, page, onMenu }: Props) {
  const t = useTranslations("log");
  const { entries, coverage, filter, limits, density, live, total, actions } = page;
  const { rows, hasMore, hasBefore } = entries;
  const { columns, stacked } = useListColumns(page);
  const bands = useMemo(() => missingIn(coverage.view, limits), [coverage.view, limits]);
  const list = useMemo(
    () => withBands({ rows, bands, sort: filter.sort, hasMore, hasBefore }),
    [rows, bands, filter.sort, hasMore, hasBefore],
  );
  const others = list.length - rows.length;
  const known = total.data?.isExact === true ? total.data.total : null;
  const count = hasMore || hasBefore ? known : rows.length;
  return (
    <div className={styles.list} onPointerMove={live.onPointer} onPointerDown={live.onPointer}>
      <LogProgress entries={entries} />
      <LiveBar live={live} onReload={actions.reload} />
      {rows.length === 0 && (
        <div className={card.scroll}>
          <LogState page={page} bands={bands} />
        </div>
      )}
      {rows.length > 0 && (
        <DataGrid
          ref={grid}
          label={t("title")}
          columns={columns}
          stacked={stacked}
          rows={list}
          rowKey={keyOf}
          rowHeight={ROW_HEIGHTS[density.density]}
          listKey={JSON.stringify([filter.q, filter.from, filter.to, filter.sort])}
          selectedKey={selected}
          onOpen={(row) => {
            if (!isBand(row)) actions.open(row.id);
          }}
          onMenu={(row, { column, element }) => {
            if (!isBand(row)) onMenu({ entry: row, column: column ?? "", element });
          }}
          whole={(row) => (isBand(row) ? <BandRow band={row} coverage={coverage} /> : null)}
          total={count === null ? null : count + others}
          onNearEnd={entries.moreError === null ? entries.loadMore : undefined}
          onNearStart={hasBefore && entries.moreError === null ? entries.loadBefore : undefined}
          onScroll={live.onScroll}
          markOf={live.markOf}
          isBusy={entries.isRefreshing}
          footer={<LogFooter entries={entries} />}
        />
      )}
    </div>
  );
}

/** Bands have no columns of their own. */
function useListColumns({ entries, density, filter, actions }: LogPageState) {
  const { columns, stacked } = useLogColumns({
    users: entries.users,
    density: density.density,
    sort: filter.sort,
    onSort: actions.setSort,
  });
  return useMemo(() => {
    const forRows = columns.map((column): GridColumn<ListRow> => ({
      ...column,
      cell: (row) => (isBand(row) ? null : column.cell(row)),
    }));
    const narrow: StackedRow<ListRow> = {
      ...stacked,
      cell: (row) => (isBand(row) ? null : stacked.cell(row)),
    };
    return { columns: forRows, stacked: narrow };
  }, [columns, stacked]);
}
