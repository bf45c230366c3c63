"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import {
  decodeDescription,
  descriptionText,
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import type { GridColumn, StackedRow } from "../../../../../_ui/table/columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { Density } from "./density.ts";
import type { LogFilter } from "./log-address.ts";
import { EventCell, Severity, StackedEntry, UserCell, Value } from "./log-cells.client.tsx";
import { wordsLang } from "./words-lang.ts";
import styles from "./log-cells.module.css";

const MAX_DESCRIPTION = 300;

interface Columns {
  columns: GridColumn<EntryView>[];
  stacked: StackedRow<EntryView>;
}

interface Input {
  users: Record<string, UserView>;
  density: Density;
  sort: LogFilter["sort"];
  onSort(sort: LogFilter["sort"]): void;
}

export function useLogColumns({ users, density, sort, onSort }: Input): Columns {
  const t = useTranslations("log.columns");
  const zone = useZone();
  const lang = wordsLang(useSession().lang);
  const isOneLine = density === "compact";
  return useMemo(() => {
    const sentence = (entry: EntryView) => summarize(entry, users, lang);
    const columns: GridColumn<EntryView>[] = [
      {
        id: "time",
        title: t("time"),
        hint: zone.offset(),
        track: "166px",
        sort: {
          direction: sort === "asc" ? "ascending" : "descending",
          label: t(sort === "asc" ? "newestFirst" : "oldestFirst"),
          onTurn: () => onSort(sort === "asc" ? "desc" : "asc"),
        },
        cell: (entry) => (
          <time dateTime={entry.at} className={styles.time}>
            {zone.format(entry.at)}
          </time>
        ),
      },
      {
        id: "severity",
        title: t("severity"),
        track: "138px",
        cell: (entry) => <Severity severity={entry.severity} />,
      },
      {
        id: "event",
        title: t("event"),
        track: "minmax(240px, 3fr)",
        cell: (entry) => (
          <EventCell summary={sentence(entry)} code={entry.auditTypeId} isOneLine={isOneLine} />
        ),
      },
      {
        id: "user",
        title: t("user"),
        track: "minmax(150px, 1fr)",
        hideBelow: 700,
        cell: (entry) => <UserCell userId={entry.userId} users={users} />,
      },
      {
        id: "ip",
        title: t("ip"),
        track: "126px",
        hideBelow: 840,
        cell: (entry) => <Value text={entry.remoteAddr} isCode />,
      },
      {
        id: "module",
        title: t("module"),
        track: "86px",
        hideBelow: 960,
        cell: (entry) => <Value text={entry.moduleId} />,
      },
      {
        id: "object",
        title: t("object"),
        track: "minmax(76px, 0.5fr)",
        hideBelow: 1060,
        cell: (entry) => <Value text={entry.itemId} />,
      },
      {
        id: "description",
        title: t("description"),
        track: "minmax(110px, 1fr)",
        hideBelow: 1160,
        cell: (entry) => <Value text={shortDescription(entry)} />,
      },
    ];
    const stacked: StackedRow<EntryView> = {
      below: 580,
      height: 76,
      cell: (entry) => (
        <StackedEntry
          entry={entry}
          users={users}
          time={zone.format(entry.at)}
          summary={sentence(entry)}
        />
      ),
    };
    return { columns, stacked };
  }, [t, zone, users, lang, isOneLine, sort, onSort]);
}

function shortDescription(entry: EntryView): string {
  const head = entry.description?.slice(0, MAX_DESCRIPTION * 8) ?? null;
  return descriptionText(decodeDescription(head)).slice(0, MAX_DESCRIPTION);
}
