"use client";

import { useTranslations } from "use-intl";
import { useRef, useState } from "react";
import type { ReadingView } from "../../../../../../lib/access/shared.ts";
import { useShortcuts } from "../../../../../_ui/keys/use-shortcuts.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { ReadingPanel } from "./reading-panel.client.tsx";
import { ReadingsFooter, ReadingsState } from "./readings-states.client.tsx";
import { ReadingsToolbar } from "./readings-toolbar.client.tsx";
import { useReadingColumns } from "./use-reading-columns.client.tsx";
import { useReadings } from "./use-readings.ts";
import { useReadingsAddress } from "./use-readings-address.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

const ROW_HEIGHT = 48;
const keyOf = (reading: ReadingView) => reading.id;

/** Who read the log, when, from where and what: for administrators. */
export function ReadingsPage() {
  const t = useTranslations("readings");
  const grid = useRef<GridHandle>(null);
  const [isByKey, setByKey] = useState(false);
  const { address, change } = useReadingsAddress();
  const readings = useReadings(address);
  const { columns, stacked } = useReadingColumns();
  const index = readings.rows.findIndex(({ id }) => id === address.reading);
  const shown = readings.rows[index];
  const step = (by: 1 | -1) => {
    const next = index < 0 ? undefined : readings.rows[index + by];
    return next === undefined ? null : () => change({ reading: next.id }, true);
  };
  const close = () => {
    if (address.reading === null) return;
    change({ reading: null });
    grid.current?.focusRow(address.reading);
  };
  const focusRows = () => grid.current?.focusRow(null);
  useShortcuts({
    j: focusRows,
    k: focusRows,
    "[": () => step(-1)?.(),
    "]": () => step(1)?.(),
    Escape: close,
  });
  return (
    <section className={card.card} aria-label={t("title")}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <ReadingsToolbar
        filter={address}
        rows={readings.rows}
        isRefreshing={readings.isRefreshing}
        onChange={change}
        onRefresh={readings.refresh}
      />
      <div className={card.split}>
        <div className={styles.list}>
          {readings.rows.length === 0 ? (
            <div className={card.scroll}>
              <ReadingsState readings={readings} filter={address} onChange={change} />
            </div>
          ) : (
            <DataGrid
              ref={grid}
              label={t("title")}
              columns={columns}
              stacked={stacked}
              rows={readings.rows}
              rowKey={keyOf}
              rowHeight={ROW_HEIGHT}
              selectedKey={address.reading}
              onOpen={(reading) => {
                setByKey(grid.current?.isFocusedByKeys() ?? false);
                change({ reading: reading.id });
              }}
              total={readings.hasOlder ? null : readings.rows.length}
              {...(readings.olderError === null && { onNearEnd: readings.loadOlder })}
              isBusy={readings.isRefreshing}
              footer={<ReadingsFooter readings={readings} />}
            />
          )}
        </div>
        {shown !== undefined && (
          <ReadingPanel
            key={shown.id}
            reading={shown}
            takesFocus={isByKey}
            onClose={close}
            onNewer={step(-1)}
            onOlder={step(1)}
            onFilter={change}
          />
        )}
      </div>
    </section>
  );
}
