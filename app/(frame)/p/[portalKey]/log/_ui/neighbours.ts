import { byValue, type EntryView } from "../../../../../../lib/archive/shared.ts";
import { compareEntries } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

/** Rows beside an entry in the list: the newer and the older one; in an order by value, the one above and below. */
export function neighbours(
  rows: EntryView[],
  id: string,
  sort: LogFilter["sort"] = "desc",
): { newer: string | null; older: string | null } {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) return { newer: null, older: null };
  const [before, row, after] = [rows[index - 1], rows[index], rows[index + 1]];
  const isAscending =
    byValue(sort) === null &&
    row !== undefined &&
    ((after !== undefined && compareEntries(after, row) > 0) ||
      (before !== undefined && compareEntries(before, row) < 0));
  const [newer, older] = isAscending ? [after, before] : [before, after];
  return { newer: newer?.id ?? null, older: older?.id ?? null };
}
