"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { summarize, type EntryView, type UserView } from "../../../../../../lib/archive/shared.ts";
import { MAX_COLUMNS } from "../../../../../../lib/portals/shared.ts";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import { usePreferences } from "../../../../../_ui/session/use-preferences.ts";
import type { StackedRow } from "../../../../../_ui/table/columns.ts";
import { useColumns, type Columns } from "../../../../../_ui/table/use-columns.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { columnOrder } from "./column-orders.ts";
import type { Density } from "./density.ts";
import { jsonColumnOf, jsonPathOf } from "./json-column.ts";
import type { LogAddress } from "./log-address.ts";
import { StackedEntry } from "./log-cells.client.tsx";
import { jsonColumn, logColumns, type LogColumn } from "./log-column-list.client.tsx";

export interface LogColumns extends Columns<EntryView> {
  /** Those shown, with what a copy of them holds. */
  texts: LogColumn[];
  stacked: StackedRow<EntryView>;
  /** Shows a key of the description as one more column; null where it cannot be one. */
  columnAdder(path: string[]): (() => void) | null;
  sentence(entry: EntryView): string;
}

interface Input {
  users: Record<string, UserView>;
  density: Density;
  address: Pick<LogAddress, "sort" | "cols">;
  onChange(part: Partial<Pick<LogAddress, "sort" | "cols">>): void;
}

export function useLogColumns({ users, density, address, onChange }: Input): LogColumns {
  const t = useTranslations("log.columns");
  const more = useTranslations("logColumns");
  const orders = useTranslations("logOrder");
  const zone = useZone();
  const words = useEventWords();
  const kept = usePreferences().values["log.columns"]?.shown ?? null;
  const isOneLine = density === "compact";
  const { sort, cols } = address;
  const wanted = (cols ?? kept ?? []).filter((id) => jsonPathOf(id) !== null).join();
  const all = useMemo(() => {
    const sentence = (entry: EntryView) => summarize(entry, users, words);
    const list = logColumns({ t, more, zone, users, isOneLine, sentence });
    const own = wanted === "" ? [] : wanted.split(",").map(jsonColumn);
    const sorted = list.map((column) => {
      const order = columnOrder(column.id, sort);
      if (order === null) return column;
      const { direction, next } = order;
      const label = orders(next);
      const onTurn = () => onChange({ sort: next });
      // "Event" and "User" are names of filters too.
      const name =
        column.id === "time" ? column.title : orders("head", { title: column.title, order: label });
      return { ...column, sort: { direction, label, name, onTurn } };
    });
    const stacked: StackedRow<EntryView> = {
      ...{ below: 580, height: 76 },
      cell: (entry) => (
        <StackedEntry
          entry={entry}
          users={users}
          time={zone.format(entry.at)}
          summary={sentence(entry)}
        />
      ),
    };
    return { columns: [...sorted, ...own], stacked, sentence };
  }, [t, more, zone, users, words, isOneLine, sort, wanted, onChange, orders]);
  const set = (shown: string[] | null) => onChange({ cols: shown });
  const columns = useColumns("log.columns", all.columns, { shown: cols, set });
  return {
    ...columns,
    stacked: all.stacked,
    sentence: all.sentence,
    texts: columns.shown.flatMap((id) => all.columns.find((column) => column.id === id) ?? []),
    columnAdder: (path) => {
      const id = jsonColumnOf(path);
      if (id === null || columns.shown.length >= MAX_COLUMNS) return null;
      return () => columns.setShown([...new Set([...columns.shown, id])]);
    },
  };
}
