"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { EventRecord } from "../../../../../../lib/events/shared.ts";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { StatusBadge } from "./status-badge.client.tsx";
import cells from "../../../../../_ui/table/cells.module.css";

interface Columns {
  columns: GridColumn<EventRecord>[];
  stacked: StackedRow<EventRecord>;
}

export function useEventColumns(): Columns {
  const t = useTranslations("events");
  const zone = useZone();
  return useMemo(() => {
    const time = ({ startTime }: EventRecord, className: string | undefined) => (
      <time dateTime={startTime} className={className}>
        {zone.format(startTime)}
      </time>
    );
    const columns: GridColumn<EventRecord>[] = [
      {
        id: "time",
        title: t("columns.time"),
        hint: zone.offset(),
        track: "164px",
        cell: (event) => time(event, cells.number),
      },
      {
        id: "status",
        title: t("columns.status"),
        track: "172px",
        cell: ({ status }) => <StatusBadge status={status} />,
      },
      {
        id: "name",
        title: t("columns.name"),
        track: "minmax(150px, 1fr)",
        cell: ({ eventName }) => <code className={cells.clip}>{eventName}</code>,
      },
      {
        id: "message",
        title: t("columns.message"),
        track: "minmax(180px, 2fr)",
        hideBelow: 720,
        cell: ({ message }) => <span className={cells.clip}>{message}</span>,
      },
      {
        id: "response",
        title: t("columns.response"),
        track: "112px",
        hideBelow: 860,
        cell: ({ responseTime }) => (
          <span className={cells.number}>{t("ms", { value: responseTime })}</span>
        ),
      },
      {
        id: "handler",
        title: t("columns.handler"),
        track: "minmax(160px, 1fr)",
        hideBelow: 1080,
        cell: ({ webhookId }) => <code className={cells.clip}>{webhookId}</code>,
      },
    ];
    const stacked: StackedRow<EventRecord> = {
      below: 560,
      height: 72,
      cell: (event) => (
        <span className={cells.stacked}>
          <span className={cells.stackedLine}>
            <code className={cells.clip}>{event.eventName}</code>
            <StatusBadge status={event.status} />
          </span>
          <span className={cells.stackedLine}>
            <span className={cells.clip}>{event.message}</span>
            {time(event, cells.small)}
          </span>
        </span>
      ),
    };
    return { columns, stacked };
  }, [t, zone]);
}
