"use client";

import { useTranslations } from "use-intl";
import { Suspense, useCallback, useMemo, useRef, type RefObject } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { fitColumn } from "../../../../../_ui/table/fit-column.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { BandRow } from "./band-row.client.tsx";
import { isBand, missingIn, withBands, type Band } from "./bands.ts";
import { ROW_HEIGHTS } from "./density.ts";
import {
  entriesOf,
  entryOf,
  foldRows,
  isFold,
  isPretty,
  withPretty,
  type LogRow,
} from "./list-rows.ts";
import { LogFooter } from "./log-footer.client.tsx";
import { MAX_COMPARED } from "./log-view.ts";
import { LogProgress } from "./log-progress.client.tsx";
import { PrettyEntry } from "./pretty-entry.client.tsx";
import { RowTime } from "./row-time.client.tsx";
import { isTooWide } from "./too-wide.ts";
import { useGridPicks } from "./use-grid-picks.ts";
import { useListCommands } from "./use-list-commands.ts";
import { hasNews } from "./use-live.ts";
import type { LogPageState } from "./use-log-page.ts";
import { useRowTime } from "./use-row-time.ts";
import { useRowColumns } from "./use-row-columns.client.tsx";
import type { MenuAt } from "./value-menu.client.tsx";
import { later } from "../../../../../_ui/later.ts";
import styles from "./log-page.module.css";

const CopyMenu = later(async () => (await import("./copy-menu.client.tsx")).CopyMenu);
const CopyDialog = later(
  async () => (await import("../../../../../_ui/controls/copy-dialog.client.tsx")).CopyDialog,
);
const LiveBar = later(async () => (await import("./live-bar.client.tsx")).LiveBar, {
  isInPlace: true,
});
const SelectionBar = later(async () => (await import("./selection-bar.client.tsx")).SelectionBar, {
  isInPlace: true,
});
const LogState = later(async () => (await import("./log-state.client.tsx")).LogState, {
  isInPlace: true,
});
const FindBar = later(async () => (await import("./find-bar.client.tsx")).FindBar, {
  isInPlace: true,
});

interface Props {
  grid: RefObject<GridHandle | null>;
  selected: string | null;
  page: LogPageState;
  onMenu(at: MenuAt): void;
}

const keyOf = (row: LogRow) => row.id;

/** The rows with what is missing between them, or the state that stands in their place. */
export function LogList({ grid, selected, page, onMenu }: Props) {
  const t = useTranslations("log");
  const own = useTranslations("liveTools");
  const zone = useZone();
  const { entries, coverage, limits, live, total, actions, list } = page;
  const { look, columns, copying, find } = list;
  const time = useRowTime((key) => entries.rows.find(({ id }) => id === key) ?? null, grid);
  const copyButton = useRef<HTMLButtonElement>(null);
  const bands = useMemo(() => missingIn(coverage.view, limits), [coverage.view, limits]);
  const { rows, stay } = useRows(page, bands);
  const selection = useGridPicks(rows, entries.rows.length, list.picks);
  const { isWrapped } = look;
  const isMeasured = useCallback((row: LogRow) => isWrapped || isPretty(row), [isWrapped]);
  const shown = useRowColumns(columns, list.folding.turn);
  const picked = [...list.picks.ids];
  const canCompare = picked.length >= 2 && picked.length <= MAX_COMPARED;
  const compare = canCompare ? () => actions.openCompare(picked) : null;
  useListCommands({
    list,
    grid,
    copyButton,
    compare,
    isEntryOpen: selected !== null,
    openTime: time.open,
  });
  const known = total.data?.isExact === true ? total.data.total : null;
  const count = entries.hasMore || entries.hasBefore ? known : entries.rows.length;
  const foundKey = find.current === null ? null : stay(find.current);
  const markOf = (key: string) => (key === foundKey ? "found" : live.markOf(key));
  return (
    <div
      className={styles.list}
      data-wrap={isWrapped}
      data-picked={picked.length > 0 || undefined}
      onPointerMove={live.onPointer}
      onPointerDown={live.onPointer}
      onPointerOver={time.onPointerOver}
      onPointerLeave={time.leave}
    >
      <LogProgress entries={entries} />
      <div className={styles.liveBar} role="status">
        {hasNews(live) && (
          <Suspense>
            <LiveBar live={live} onReload={actions.reload} />
          </Suspense>
        )}
      </div>
      {find.isOpen && (
        <Suspense>
          <FindBar find={find} count={entries.rows.length} onClose={list.closeFind} />
        </Suspense>
      )}
      {picked.length > 0 && (
        <Suspense>
          <SelectionBar
            count={entries.rows.length}
            copyRef={copyButton}
            onCopy={() => copying.openMenu(copyButton.current)}
            onCompare={compare}
            filter={page.filter}
            shown={columns.shown}
          />
        </Suspense>
      )}
      {rows.length > 0 && !columns.isReady && <SkeletonRows rows={16} />}
      {entries.rows.length === 0 && (
        <div className={card.scroll}>
          <NoRows page={page} bands={bands} />
        </div>
      )}
      {entries.rows.length > 0 && columns.isReady && (
        <DataGrid
          ref={grid}
          label={t("title")}
          columns={shown.columns}
          stacked={shown.stacked}
          rows={rows}
          rowKey={keyOf}
          shownIn={stay}
          rowHeight={ROW_HEIGHTS[look.density]}
          isMeasured={isMeasured}
          listKey={list.listKey}
          selectedKey={selected}
          selection={selection}
          widths={{
            set: columns.setWidth,
            fit: (column) => fitColumn(columns, grid.current, column),
          }}
          onOpen={(row) => {
            const entry = entryOf(row);
            if (entry !== null) actions.open(entry.id);
          }}
          onMenu={(row, { column, element }) => {
            const entry = entryOf(row);
            const members = isFold(row) ? row.members : [];
            if (entry !== null) onMenu({ entry, members, column: column ?? "", element });
          }}
          whole={(row) => {
            if (isPretty(row)) return <PrettyEntry entry={row.pretty} />;
            return "state" in row && isBand(row) ? (
              <BandRow band={row} coverage={coverage} />
            ) : null;
          }}
          total={count === null ? null : count + rows.length - entries.rows.length}
          onNearEnd={entries.moreError === null ? entries.loadMore : undefined}
          onNearStart={
            entries.hasBefore && entries.moreError === null ? entries.loadBefore : undefined
          }
          onScroll={live.onScroll}
          markOf={markOf}
          freshNote={live.since === null ? null : own("since", { time: zone.clock(live.since) })}
          isBusy={entries.isRefreshing}
          footer={<LogFooter entries={entries} />}
        />
      )}
      <RowTime time={time} onEnd={(id) => grid.current?.focusRow(id)} />
      <CopyParts page={page} />
    </div>
  );
}

/** The rows in the order shown, and the row in which an entry is to be found. */
function useRows(
  { entries, filter, list }: LogPageState,
  bands: Parameters<typeof withBands>[0]["bands"],
) {
  const { rows, hasMore, hasBefore } = entries;
  const { sort } = filter;
  const { folding, pretty } = list;
  const { isOn, open } = folding;
  const banded = useMemo(
    () => withBands({ rows, bands, sort, hasMore, hasBefore }),
    [rows, bands, sort, hasMore, hasBefore],
  );
  const folded = useMemo(() => (isOn ? foldRows(banded, open) : banded), [banded, isOn, open]);
  const shown = useMemo(() => withPretty(folded, pretty.ids), [folded, pretty.ids]);
  const stay = (id: string) =>
    isOn ? (folded.find((row) => entriesOf(row).some((entry) => entry.id === id))?.id ?? id) : id;
  return { rows: shown, stay };
}

function NoRows({ page, bands }: { page: LogPageState; bands: Band[] }) {
  const t = useTranslations("log.empty");
  const { isLoading, error, cancel, refresh } = page.entries;
  if (isLoading) return <SkeletonRows rows={16} doing={t("reading")} onCancel={cancel} />;
  // Without a connection nothing more could be loaded to say so.
  if (error !== null && !isTooWide(error)) return <ErrorState error={error} onRetry={refresh} />;
  return (
    <Suspense fallback={<SkeletonRows rows={16} />}>
      <LogState page={page} bands={bands} />
    </Suspense>
  );
}

function CopyParts({ page }: { page: LogPageState }) {
  const { copying } = page.list;
  return (
    <>
      {copying.menuAt !== null && (
        <Suspense>
          <CopyMenu trigger={copying.menuAt} onCopy={copying.copy} onClose={copying.closeMenu} />
        </Suspense>
      )}
      {copying.refused !== null && (
        <Suspense>
          <CopyDialog text={copying.refused} onClose={copying.forget} />
        </Suspense>
      )}
      <div role="status" className={classes(styles.note, copying.note === null && styles.noteGone)}>
        {copying.note}
      </div>
    </>
  );
}
