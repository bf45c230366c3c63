import { invalidInput } from "../../errors.ts";
import type { EntryView } from "../entry-view.ts";

export const ENTRY_FIELD_NAMES = [
  ...["id", "nativeId", "source", "at", "timestampX", "severity", "auditTypeId", "moduleId"],
  ...["itemId", "remoteAddr", "userAgent", "requestUri", "siteId", "userId", "userName"],
  ...["guestId", "description", "isNewAddress"],
] as (keyof EntryView)[];

type Fields = { fields?: string | undefined };

/** The page with only these fields of its entries, as a list with commas names them; all without one. */
export function withFields<T extends { items: EntryView[] }>(
  page: T,
  { fields }: Fields,
): Omit<T, "items"> & { items: Partial<EntryView>[] } {
  if (fields === undefined || fields === "") return page;
  const names = readFields(fields);
  return { ...page, items: page.items.map((entry) => only(entry, names)) };
}

/** The same for one entry. */
export function withEntryFields<T extends { entry: EntryView }>(
  detail: T,
  { fields }: Fields,
): Omit<T, "entry"> & { entry: Partial<EntryView> } {
  if (fields === undefined || fields === "") return detail;
  return { ...detail, entry: only(detail.entry, readFields(fields)) };
}

function only(entry: EntryView, names: readonly (keyof EntryView)[]): Partial<EntryView> {
  return Object.fromEntries(names.map((name) => [name, entry[name]]));
}

/** Names of the portal's own fields that these are made of, its number always among them. */
export function portalFields(names: readonly (keyof EntryView)[]): string[] {
  const own = names.flatMap((name) => OF_PORTAL[name] ?? [name]);
  return [...new Set(["id", ...own])];
}

// What is not the portal's field by this name.
const OF_PORTAL: Partial<Record<keyof EntryView, string[]>> = {
  nativeId: [],
  source: [],
  isNewAddress: [],
  at: ["timestampX"],
  userName: ["userId"],
};

export function readFields(fields: string): (keyof EntryView)[] {
  return fields.split(",").map((text) => {
    const name = ENTRY_FIELD_NAMES.find((one) => one === text.trim());
    if (name !== undefined) return name;
    const message = `has no field ${JSON.stringify(text.slice(0, 60))}; there are ${ENTRY_FIELD_NAMES.join(", ")}`;
    throw invalidInput(`fields: ${message}`, [{ at: "fields", message }]);
  });
}
