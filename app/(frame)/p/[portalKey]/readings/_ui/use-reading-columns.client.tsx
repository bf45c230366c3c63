"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { ReadingView } from "../../../../../../lib/access/shared.ts";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import cells from "../../../../../_ui/table/cells.module.css";
import { KindBadge, QueryCell, WhoCell } from "./reading-parts.client.tsx";

interface Columns {
  columns: GridColumn<ReadingView>[];
  stacked: StackedRow<ReadingView>;
}

export function useReadingColumns(): Columns {
  const t = useTranslations("readings");
  const zone = useZone();
  return useMemo(() => {
    const time = (reading: ReadingView, className: string | undefined) => (
      <time dateTime={reading.at} className={className}>
        {zone.format(reading.at)}
      </time>
    );
    const number = (value: string | number) => <span className={cells.number}>{value}</span>;
    const columns: GridColumn<ReadingView>[] = [
      {
        id: "time",
        title: t("columns.time"),
        hint: zone.offset(),
        track: "164px",
        cell: (reading) => time(reading, cells.number),
      },
      {
        id: "who",
        title: t("columns.who"),
        track: "minmax(150px, 1fr)",
        cell: (reading) => <WhoCell reading={reading} />,
      },
      {
        id: "kind",
        title: t("columns.kind"),
        track: "124px",
        cell: ({ kind }) => <KindBadge kind={kind} />,
      },
      {
        id: "query",
        title: t("columns.query"),
        track: "minmax(180px, 1.8fr)",
        cell: (reading) => <QueryCell reading={reading} />,
      },
      {
        id: "rows",
        title: t("columns.rows"),
        track: "92px",
        hideBelow: 760,
        cell: ({ rows }) => number(rows ?? "–"),
      },
      {
        id: "address",
        title: t("columns.address"),
        track: "minmax(120px, 0.7fr)",
        hideBelow: 860,
        cell: ({ address }) => <span className={cells.clip}>{address ?? t("noAddress")}</span>,
      },
      {
        id: "duration",
        title: t("columns.duration"),
        track: "104px",
        hideBelow: 980,
        cell: ({ durationMs }) => number(t("ms", { value: durationMs })),
      },
    ];
    const stacked: StackedRow<ReadingView> = {
      below: 560,
      height: 72,
      cell: (reading) => (
        <span className={cells.stacked}>
          <span className={cells.stackedLine}>
            <span className={cells.clip}>{reading.who.name}</span>
            <KindBadge kind={reading.kind} />
          </span>
          <span className={cells.stackedLine}>
            <QueryCell reading={reading} />
            {time(reading, cells.small)}
          </span>
        </span>
      ),
    };
    return { columns, stacked };
  }, [t, zone]);
}
