import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { toIsoSeconds } from "../../../../../_ui/time/format-time.ts";
import { EMPTY_FILTER, type LogFilter } from "./log-address.ts";

const AROUND_MS = 30 * 60_000;

/** Rows above (newer) and below (older) an entry in the list. */
export function neighbours(
  rows: EntryView[],
  id: string,
): { newer: string | null; older: string | null } {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) return { newer: null, older: null };
  return { newer: rows[index - 1]?.id ?? null, older: rows[index + 1]?.id ?? null };
}

/** A filter that shows an entry among everything that happened around it. */
export function aroundEntry(at: string): LogFilter {
  const middle = Date.parse(at);
  return {
    ...EMPTY_FILTER,
    from: toIsoSeconds(new Date(middle - AROUND_MS)),
    to: toIsoSeconds(new Date(middle + AROUND_MS)),
  };
}
