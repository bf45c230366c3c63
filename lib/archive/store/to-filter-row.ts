import type { EntryRow } from "../../filter/index.ts";
import type { EntryView } from "../entry-view.ts";
import { NEW_ADDRESS } from "./seen-addresses.ts";
import { entryContent, entryJson } from "./entry-content.ts";

/** An entry as `evaluate` takes it, so that it finds what the statement over the stored row finds. */
export function toFilterRow(entry: EntryView): EntryRow {
  const { details } = entryContent(entry.description);
  return {
    ...entry,
    is: entry.isNewAddress === true ? NEW_ADDRESS : "",
    decoded: { text: details ?? "", json: entryJson(entry.description) },
  };
}
