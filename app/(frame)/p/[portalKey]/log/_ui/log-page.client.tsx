"use client";

import { useTranslations } from "use-intl";
import { lazy, Suspense, useEffect, useRef } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { ROW_HEIGHTS } from "./density.ts";
import { LiveBar } from "./live-bar.client.tsx";
import { LogFooter } from "./log-footer.client.tsx";
import { LogNotices } from "./log-notices.client.tsx";
import { LogState } from "./log-state.client.tsx";
import { LogToolbar } from "./log-toolbar.client.tsx";
import { useLogColumns } from "./use-log-columns.client.tsx";
import { useLogPage } from "./use-log-page.ts";
import styles from "./log-page.module.css";

const loadPanel = async () => {
  const { EntryPanel } = await import("./entry-panel.client.tsx");
  return { default: EntryPanel };
};
const EntryPanel = lazy(loadPanel);

const keyOf = (entry: EntryView) => entry.id;

export function LogPage() {
  const t = useTranslations("log");
  const grid = useRef<GridHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const page = useLogPage({ grid, search });
  const { address, entries, filter, density, live, actions } = page;
  const { columns, stacked } = useLogColumns(entries.users, density.density);
  const hasRows = entries.rows.length > 0;
  useEffect(() => {
    // Not part of the first script, but there before the first row is opened.
    if (hasRows) void loadPanel();
  }, [hasRows]);
  return (
    <section className={card.card} aria-label={t("title")}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <LogToolbar
        address={address}
        rows={entries.rows}
        users={entries.users}
        readAt={entries.readAt}
        isRefreshing={entries.isRefreshing}
        density={density.density}
        searchRef={search}
        isTimeOpen={page.time.isOpen}
        onTimeOpen={page.time.setOpen}
        onChange={actions.change}
        onLive={actions.setLive}
        onDensity={density.next}
        onRefresh={actions.reload}
      />
      <LogNotices faults={page.faults} entries={entries} />
      <div className={card.split}>
        <div className={styles.list} onPointerMove={live.onPointer} onPointerDown={live.onPointer}>
          {entries.isRefreshing && <div className={styles.progress} role="progressbar" />}
          <LiveBar live={live} onReload={actions.reload} />
          {!hasRows && (
            <div className={card.scroll}>
              <LogState entries={entries} filter={filter} onChange={actions.change} />
            </div>
          )}
          {hasRows && (
            <DataGrid
              ref={grid}
              label={t("title")}
              columns={columns}
              stacked={stacked}
              rows={entries.rows}
              rowKey={keyOf}
              rowHeight={ROW_HEIGHTS[density.density]}
              selectedKey={address.entry}
              onOpen={(entry) => actions.open(entry.id)}
              total={entries.hasOlder ? null : entries.rows.length}
              onNearEnd={entries.olderError === null ? entries.loadOlder : undefined}
              onScroll={live.onScroll}
              markOf={live.markOf}
              isBusy={entries.isRefreshing}
              footer={<LogFooter entries={entries} />}
            />
          )}
        </div>
        {address.entry !== null && (
          <Suspense>
            <EntryPanel
              id={address.entry}
              entries={entries}
              takesFocus={page.isByKey}
              onClose={actions.close}
              onOpen={actions.step}
              onFilter={actions.change}
            />
          </Suspense>
        )}
      </div>
    </section>
  );
}
