"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "use-intl";
import { ListFooter } from "../../../../../_ui/table/list-footer.client.tsx";
import { ListPage } from "../../../../../_ui/table/list-page.client.tsx";
import { ListState } from "../../../../../_ui/table/list-state.client.tsx";
import { ReadingPanel } from "./reading-panel.client.tsx";
import { EMPTY_READING_FILTER, hasReadingFilter } from "./readings-address.ts";
import { ReadingsToolbar } from "./readings-toolbar.client.tsx";
import { useReadingColumns } from "./use-reading-columns.client.tsx";
import { useReadingsAddress } from "./use-readings-address.ts";
import { useReadings, type Readings } from "./use-readings.ts";

/** Who read the log, when, from where and what: for administrators. */
export function ReadingsPage() {
  const t = useTranslations("readings");
  const { address, change } = useReadingsAddress();
  const readings = useReadings(address);
  const clear = hasReadingFilter(address)
    ? { title: t("clearAll"), onPress: () => change(EMPTY_READING_FILTER) }
    : undefined;
  const kind = clear === undefined ? "empty" : "noMatch";
  return (
    <ListPage
      title={t("title")}
      columnsKey="readings.columns"
      {...useReadingColumns()}
      list={readings}
      openId={address.reading}
      onOpenChange={(reading, isStep) => change({ reading }, isStep)}
      toolbar={(columns) => (
        <ReadingsToolbar
          filter={address}
          rows={readings.rows}
          isRefreshing={readings.isRefreshing}
          onChange={change}
          onRefresh={readings.refresh}
        >
          {columns}
        </ReadingsToolbar>
      )}
      state={
        <ListState list={readings} icon={Eye} title={t(`${kind}.title`)} clear={clear}>
          {t(`${kind}.text`, { days: readings.keptDays ?? 0 })}
        </ListState>
      }
      footer={<ReadingsFooter readings={readings} />}
      panel={(id, panel) => {
        const shown = readings.rows.find((reading) => reading.id === id);
        return shown && <ReadingPanel key={id} reading={shown} {...panel} onFilter={change} />;
      }}
    />
  );
}

function ReadingsFooter({ readings }: { readings: Readings }) {
  const t = useTranslations("readings.footer");
  const end = t("end", { count: readings.rows.length, days: readings.keptDays ?? 0 });
  return <ListFooter list={readings} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
