import { invalidInput } from "../../errors.ts";
import type { EntryView } from "../entry-view.ts";

export const ENTRY_FIELD_NAMES = [
  ...["id", "nativeId", "source", "at", "timestampX", "severity", "auditTypeId", "moduleId"],
  ...["itemId", "remoteAddr", "userAgent", "requestUri", "siteId", "userId", "userName"],
  ...["guestId", "description"],
] as (keyof EntryView)[];

/** The page with only these fields of its entries, as a list with commas names them; all without one. */
export function withFields<T extends { items: EntryView[] }>(
  page: T,
  { fields }: { fields?: string | undefined },
): Omit<T, "items"> & { items: Partial<EntryView>[] } {
  if (fields === undefined || fields === "") return page;
  const names = readFields(fields);
  const items = page.items.map((entry) =>
    Object.fromEntries(names.map((name) => [name, entry[name]])),
  );
  return { ...page, items };
}

export function readFields(fields: string): (keyof EntryView)[] {
  return fields.split(",").map((text) => {
    const name = ENTRY_FIELD_NAMES.find((one) => one === text.trim());
    if (name !== undefined) return name;
    const message = `has no field ${JSON.stringify(text.slice(0, 60))}; there are ${ENTRY_FIELD_NAMES.join(", ")}`;
    throw invalidInput(`fields: ${message}`, [{ at: "fields", message }]);
  });
}
