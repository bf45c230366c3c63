"use client";

import { useTranslations } from "use-intl";
import { Suspense, useState } from "react";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { ChartCard } from "./chart-card.client.tsx";
import { ChartHeat } from "./chart-heat.client.tsx";
import type { MarkAt } from "./chart-menu.client.tsx";
import { ChartTop } from "./chart-top.client.tsx";
import type { Words } from "./field-words.ts";
import { withCell, type HeatCell } from "./heat-query.ts";
import { useHeatMap, useTop } from "./use-charts.ts";
import type { LogPageState } from "./use-log-page.ts";
import { later } from "../../../../../_ui/later.ts";
import styles from "./charts.module.css";

const ChartMenu = later(async () => (await import("./chart-menu.client.tsx")).ChartMenu);

const FIELDS = ["user", "ip", "type", "module"] as const;

interface Props {
  page: LogPageState;
  words: Words;
  isLive: boolean;
}

interface PartProps extends Props {
  onMenu(at: MarkAt): void;
}

/** The entries of the query as numbers: who, from where, what, and when in the week. */
export function Charts(props: Props) {
  const t = useTranslations("charts");
  const [menu, setMenu] = useState<MarkAt | null>(null);
  const close = () => {
    setMenu(null);
    const element = menu?.element;
    if (element instanceof HTMLElement || element instanceof SVGElement) element.focus();
  };
  return (
    <div className={styles.charts} role="region" aria-label={t("label")}>
      {FIELDS.map((field) => (
        <Top key={field} {...props} field={field} onMenu={setMenu} />
      ))}
      <Heat {...props} onMenu={setMenu} />
      {menu !== null && (
        <Suspense>
          <ChartMenu at={menu} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

function Top({
  page,
  words,
  isLive,
  field,
  onMenu,
}: PartProps & { field: (typeof FIELDS)[number] }) {
  const t = useTranslations("charts");
  const query = useTop(page.filter, { field, isLive });
  const { data } = query;
  return (
    <ChartCard
      title={t(`top.${field}`)}
      note={data?.isExact === false ? t("partly") : null}
      isBusy={query.isFetching}
      isFailed={query.isError}
      onRetry={() => void query.refetch()}
    >
      {(isTable) =>
        data === null || data === undefined ? (
          <div className={styles.waiting} />
        ) : (
          <ChartTop facet={data} isTable={isTable} page={page} words={words} onMenu={onMenu} />
        )
      }
    </ChartCard>
  );
}

function Heat({ page, isLive, onMenu }: PartProps) {
  const t = useTranslations("charts");
  const zone = useZone();
  const query = useHeatMap(page.filter, { isLive });
  const [isTooLong, setTooLong] = useState(false);
  const { data } = query;
  const edit = (kind: "include" | "exclude", cell: HeatCell) => {
    const { from = null, to = null } = data ?? {};
    if (from === null || to === null) return;
    const q = withCell(page.filter.q, kind, { ...cell, from, to, timeZone: zone.timeZone });
    setTooLong(q === null);
    if (q !== null) page.actions.setQuery(q);
  };
  const note = isTooLong ? t("tooLong") : data?.isExact === false ? t("partly") : null;
  return (
    <ChartCard
      title={`${t("heat")}, ${zone.offset()}`}
      note={note}
      isBusy={query.isFetching}
      isFailed={query.isError}
      onRetry={() => void query.refetch()}
    >
      {(isTable) =>
        data === undefined ? (
          <div className={styles.waiting} />
        ) : (
          <ChartHeat map={data} isTable={isTable} onEdit={edit} onMenu={onMenu} />
        )
      }
    </ChartCard>
  );
}
