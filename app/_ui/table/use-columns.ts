import { useCallback, useMemo } from "react";
import type { ColumnsKey, ColumnSetup } from "../../../lib/portals/shared.ts";
import { usePreferences } from "../session/use-preferences.ts";
import { arrangeColumns, shownIds, toPinned, USUAL_SETUP, withWidth } from "./arrange-columns.ts";
import type { GridColumn } from "./columns.ts";

/** Columns that an address names; they go before what the person has set, until they are given up. */
export interface ColumnsInAddress {
  shown: string[] | null;
  set(shown: string[] | null): void;
}

export interface Columns<Row> {
  /** As they are shown. */
  columns: GridColumn<Row>[];
  all: GridColumn<Row>[];
  shown: string[];
  pinned: number;
  isReady: boolean;
  isUnsaved: boolean;
  /** Something is not as it comes. */
  isChanged: boolean;
  /** The columns are those of a link, not the person's own. */
  isBorrowed: boolean;
  setShown(shown: string[]): void;
  setPinned(count: number): void;
  setWidth(column: string, px: number | null): void;
  /** The columns of the link become the person's own. */
  keep(): void;
  reset(): void;
}

export function useColumns<Row>(
  key: ColumnsKey,
  all: GridColumn<Row>[],
  address?: ColumnsInAddress,
): Columns<Row> {
  const { values, save, isReady, isUnsaved } = usePreferences();
  const own = values[key] ?? USUAL_SETUP;
  const borrowed = address?.shown ?? null;
  const setup = useMemo(
    () => (borrowed === null ? own : { ...own, shown: borrowed }),
    [own, borrowed],
  );
  const columns = useMemo(() => arrangeColumns(all, setup), [all, setup]);
  const put = useCallback((value: ColumnSetup) => save({ key, value }), [save, key]);
  const shown = shownIds(all, setup);
  return {
    ...{ columns, all, shown, isReady, isUnsaved },
    pinned: setup.pinned,
    isChanged: borrowed !== null || JSON.stringify(own) !== JSON.stringify(USUAL_SETUP),
    isBorrowed: borrowed !== null,
    setShown: (next) => {
      if (borrowed !== null) address?.set(next);
      else put({ ...own, shown: next });
    },
    setPinned: (count) => put({ ...own, pinned: toPinned(count) }),
    setWidth: (column, px) => put(withWidth(own, column, px)),
    keep: () => {
      put({ ...own, shown: borrowed });
      address?.set(null);
    },
    reset: () => {
      put(USUAL_SETUP);
      address?.set(null);
    },
  };
}
