import type { EntryView } from "../../../../../../../lib/archive/shared.ts";

export const ENTRY_FIELDS = [
  "id",
  "nativeId",
  "timestampX",
  "severity",
  "auditTypeId",
  "moduleId",
  "itemId",
  "remoteAddr",
  "userId",
  "guestId",
  "siteId",
  "requestUri",
  "userAgent",
] as const satisfies readonly (keyof EntryView)[];
export type EntryField = (typeof ENTRY_FIELDS)[number];

/** A stored value as text; empty where there is none. */
export function fieldText(entry: EntryView, field: EntryField | "description"): string {
  const value = entry[field];
  return value === null ? "" : String(value);
}
