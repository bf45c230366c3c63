import { useMemo } from "react";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
import type { LogAddress, LogFilter } from "./log-address.ts";
import { printView } from "./log-view.ts";
import type { QueryEdit } from "./query-edits.ts";
import { withQueryLanguage } from "./query-language.ts";
import type { LogAddressState } from "./use-log-address.ts";

/** What a reader does to the query, from wherever on the page. */
export interface LogActions {
  /** A value that was pointed at is included, excluded, or the only one. */
  edit(edit: QueryEdit, picked: Picked): void;
  /** Exactly these values of a field. */
  choose(field: string, values: string[]): void;
  narrow(range: Partial<Pick<LogFilter, "from" | "to">>): void;
  setSort(sort: LogFilter["sort"]): void;
  setQuery(q: string, isTyping?: boolean): void;
  change(part: Partial<LogAddress>, isTyping?: boolean): void;
  /** What stands around an entry. */
  openContext(id: string): void;
  /** Two to four entries side by side. */
  openCompare(ids: string[]): void;
}

export function useLogActions(q: string, change: LogAddressState["change"]): LogActions {
  return useMemo(
    () => ({
      edit: (edit, picked) =>
        withQueryLanguage(({ editQuery }) => change({ q: editQuery(q, edit, picked), over: null })),
      choose: (field, values) =>
        withQueryLanguage(({ chooseValues }) => change({ q: chooseValues(q, field, values) })),
      narrow: (range) => change(range),
      setSort: (sort) => change({ sort }),
      setQuery: (next, isTyping) => change({ q: next }, isTyping),
      change: (part, isTyping) => change(part, isTyping),
      openContext: (id) =>
        change({ over: printView({ kind: "context", id, scope: "all", q: "" }) }),
      openCompare: (ids) => change({ over: printView({ kind: "compare", ids }) }),
    }),
    [q, change],
  );
}
