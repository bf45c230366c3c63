"use client";

import { LocateFixed } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo } from "react";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import type { GridColumn, StackedRow } from "../../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { EventCell, Severity, StackedEntry, UserCell, Value } from "../log-cells.client.tsx";
import styles from "../log-cells.module.css";
import own from "./context-view.module.css";

interface Columns {
  columns: GridColumn<EntryView>[];
  stacked: StackedRow<EntryView>;
}

/** What a reader needs to see what happened one after the other. */
export function useContextColumns(users: Record<string, UserView>, anchorId: string): Columns {
  const t = useTranslations("log.columns");
  const anchorWord = useTranslations("entryContext")("anchor");
  const zone = useZone();
  const words = useEventWords();
  return useMemo(() => {
    const sentence = (entry: EntryView) => summarize(entry, users, words);
    const markOf = (entry: EntryView) =>
      entry.id === anchorId && (
        <LocateFixed size={15} className={own.mark} role="img" aria-label={anchorWord} />
      );
    const columns: GridColumn<EntryView>[] = [
      {
        id: "time",
        title: t("time"),
        hint: zone.offset(),
        track: "190px",
        cell: (entry) => (
          <>
            <time dateTime={entry.at} className={styles.time}>
              {zone.format(entry.at)}
            </time>
            {markOf(entry)}
          </>
        ),
      },
      {
        id: "severity",
        title: t("severity"),
        track: "138px",
        hideBelow: 620,
        cell: (entry) => <Severity severity={entry.severity} />,
      },
      {
        id: "event",
        title: t("event"),
        track: "minmax(220px, 3fr)",
        cell: (entry) => <EventCell entry={entry} summary={sentence(entry)} isOneLine={false} />,
      },
      {
        id: "user",
        title: t("user"),
        track: "minmax(140px, 1fr)",
        hideBelow: 780,
        cell: (entry) => <UserCell userId={entry.userId} users={users} />,
      },
      {
        id: "ip",
        title: t("ip"),
        track: "126px",
        hideBelow: 900,
        cell: (entry) => <Value text={entry.remoteAddr} isCode />,
      },
    ];
    const stacked: StackedRow<EntryView> = {
      below: 480,
      height: 76,
      cell: (entry) => (
        <>
          <StackedEntry
            entry={entry}
            users={users}
            time={zone.format(entry.at)}
            summary={sentence(entry)}
          />
          {markOf(entry)}
        </>
      ),
    };
    return { columns, stacked };
  }, [t, anchorWord, anchorId, zone, users, words]);
}
