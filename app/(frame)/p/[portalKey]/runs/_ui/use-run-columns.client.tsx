"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { RunView } from "../../../../../../lib/runs/shared.ts";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { RunBadge, RunDuration, RunProgress } from "./run-parts.client.tsx";
import { documentName } from "./run-state.ts";
import cells from "../../../../../_ui/table/cells.module.css";
import styles from "./run-parts.module.css";

interface Columns {
  columns: GridColumn<RunView>[];
  stacked: StackedRow<RunView>;
}

export function useRunColumns(stepName: (code: string) => string): Columns {
  const t = useTranslations("runs.columns");
  const zone = useZone();
  return useMemo(() => {
    const columns: GridColumn<RunView>[] = [
      {
        id: "state",
        title: t("state"),
        track: "148px",
        cell: (run) => <RunBadge run={run} />,
      },
      {
        id: "step",
        title: t("step"),
        track: "minmax(234px, 1.3fr)",
        cell: (run) => (
          <span className={cells.two}>
            <span className={cells.clip}>{stepName(run.registeredCode)}</span>
            <code className={cells.small}>{run.registeredCode}</code>
          </span>
        ),
      },
      {
        id: "document",
        title: t("document"),
        track: "minmax(110px, 0.8fr)",
        hideBelow: 720,
        cell: (run) => <span className={cells.clip}>{documentName(run.documentId)}</span>,
      },
      {
        id: "received",
        title: t("received"),
        hint: zone.offset(),
        track: "164px",
        hideBelow: 600,
        cell: (run) => (
          <time dateTime={run.receivedAt} className={cells.number}>
            {zone.format(run.receivedAt)}
          </time>
        ),
      },
      {
        id: "duration",
        title: t("duration"),
        track: "112px",
        hideBelow: 820,
        cell: (run) => <RunDuration run={run} />,
      },
      {
        id: "progress",
        title: t("progress"),
        track: "130px",
        hideBelow: 960,
        cell: (run) => <RunProgress run={run} />,
      },
      {
        id: "line",
        title: t("line"),
        track: "minmax(160px, 1.7fr)",
        hideBelow: 900,
        cell: (run) => <span className={styles.line}>{run.outcomeMessage ?? run.lastLine}</span>,
      },
    ];
    const stacked: StackedRow<RunView> = {
      below: 560,
      height: 72,
      cell: (run) => (
        <span className={cells.stacked}>
          <span className={cells.stackedLine}>
            <span className={cells.clip}>{stepName(run.registeredCode)}</span>
            <RunBadge run={run} />
          </span>
          <span className={cells.stackedLine}>
            <span className={styles.line}>{run.outcomeMessage ?? run.lastLine}</span>
            <time dateTime={run.receivedAt} className={cells.small}>
              {zone.format(run.receivedAt)}
            </time>
          </span>
        </span>
      ),
    };
    return { columns, stacked };
  }, [t, zone, stepName]);
}
