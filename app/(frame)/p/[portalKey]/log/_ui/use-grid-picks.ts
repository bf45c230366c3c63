import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { GridSelection } from "../../../../../_ui/table/grid-selection.ts";
import { span } from "../../../../../_ui/table/picks.ts";
import { entriesOf, type LogRow } from "./list-rows.ts";
import type { Selection } from "./use-picks.ts";

/** The table's rows as the entries they stand for: a folded row picks all of its entries. */
export function useGridPicks(
  rows: LogRow[],
  loaded: number,
  picks: Selection,
): GridSelection<LogRow> {
  const t = useTranslations("listSelection");
  const labels = useMemo(() => ({ row: t("pick"), all: t("pickAll") }), [t]);
  const idsOf = (row: LogRow) => entriesOf(row).map(({ id }) => id);
  const { size } = picks.ids;
  return {
    labels,
    isPickable: (row) => entriesOf(row).length > 0,
    isPicked: (row) => {
      const ids = size === 0 ? [] : idsOf(row);
      return ids.length > 0 && ids.every((id) => picks.ids.has(id));
    },
    state: size === 0 ? "none" : size >= loaded ? "all" : "some",
    toggle: (row) => picks.toggle(row.id, idsOf(row)),
    extend: (from, to) => {
      const placeOf = (id: string | null) => rows.findIndex((row) => row.id === id);
      const begin = placeOf(picks.anchor);
      const places = span(begin >= 0 ? begin : placeOf(from.id), placeOf(to.id));
      const ids = places.flatMap((place) => {
        const row = rows[place];
        return row === undefined ? [] : idsOf(row);
      });
      picks.extend(rows[begin]?.id ?? from.id, ids);
    },
    toggleAll: picks.toggleAll,
  };
}
