"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { CallView } from "../../../../../../lib/portals/shared.ts";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { AnswerCell, CallDuration, MethodCell, OutcomeBadge } from "./call-parts.client.tsx";
import { priorityName } from "./priority.ts";
import cells from "../../../../../_ui/table/cells.module.css";

interface Columns {
  columns: GridColumn<CallView>[];
  stacked: StackedRow<CallView>;
}

export function useCallColumns(): Columns {
  const t = useTranslations("calls");
  const zone = useZone();
  return useMemo(() => {
    const time = (call: CallView, className: string | undefined) => (
      <time dateTime={call.at} className={className}>
        {zone.format(call.at)}
      </time>
    );
    const columns: GridColumn<CallView>[] = [
      {
        id: "time",
        title: t("columns.time"),
        hint: zone.offset(),
        track: "164px",
        cell: (call) => time(call, cells.number),
      },
      {
        id: "outcome",
        title: t("columns.outcome"),
        track: "116px",
        cell: (call) => <OutcomeBadge outcome={call.outcome} />,
      },
      {
        id: "method",
        title: t("columns.method"),
        track: "minmax(200px, 1.6fr)",
        cell: (call) => <MethodCell call={call} />,
      },
      {
        id: "answer",
        title: t("columns.answer"),
        track: "minmax(150px, 1fr)",
        hideBelow: 660,
        cell: (call) => <AnswerCell call={call} />,
      },
      {
        id: "duration",
        title: t("columns.duration"),
        track: "104px",
        hideBelow: 760,
        cell: (call) => <CallDuration ms={call.durationMs} />,
      },
      {
        id: "attempt",
        title: t("columns.attempt"),
        track: "84px",
        hideBelow: 900,
        cell: (call) => <span className={cells.number}>{call.attempt}</span>,
      },
      {
        id: "priority",
        title: t("columns.priority"),
        track: "minmax(120px, 0.6fr)",
        hideBelow: 980,
        cell: (call) => (
          <span className={cells.clip}>{t(`priority.${priorityName(call.priority)}`)}</span>
        ),
      },
    ];
    const stacked: StackedRow<CallView> = {
      below: 560,
      height: 72,
      cell: (call) => (
        <span className={cells.stacked}>
          <span className={cells.stackedLine}>
            <span className={cells.clip}>{call.method}</span>
            <OutcomeBadge outcome={call.outcome} />
          </span>
          <span className={cells.stackedLine}>
            <AnswerCell call={call} />
            {time(call, cells.small)}
          </span>
        </span>
      ),
    };
    return { columns, stacked };
  }, [t, zone]);
}
