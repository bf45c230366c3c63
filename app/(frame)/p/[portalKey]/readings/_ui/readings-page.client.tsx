"use client";

import { useTranslations } from "use-intl";
import { useRef } from "react";
import type { ReadingView } from "../../../../../../lib/access/shared.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useOpenRow } from "../../../../../_ui/table/use-open-row.ts";
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
  const { address, change } = useReadingsAddress();
  const readings = useReadings(address);
  const { columns, stacked } = useReadingColumns();
  const shown = readings.rows.find(({ id }) => id === address.reading);
  const { open, panel } = useOpenRow({
    grid,
    rows: readings.rows,
    id: address.reading,
    onChange: (id, isStep) => change({ reading: id }, isStep),
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
              onOpen={open}
              total={readings.hasOlder ? null : readings.rows.length}
              {...(readings.olderError === null && { onNearEnd: readings.loadOlder })}
              isBusy={readings.isRefreshing}
              footer={<ReadingsFooter readings={readings} />}
            />
          )}
        </div>
        {shown !== undefined && (
          <ReadingPanel key={shown.id} reading={shown} {...panel} onFilter={change} />
        )}
      </div>
    </section>
  );
}
