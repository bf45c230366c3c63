import { maskEntry, type ExtraMasks } from "../b24/index.ts";
import { AppError } from "../errors.ts";
import { EntryAnswer, EntryListAnswer } from "./schemas.ts";
import type { EntryView } from "./entry-view.ts";
import { readPortalEntry } from "./read-portal-entry.ts";
import { isoSeconds, readTime } from "./store/entry-time.ts";

const UNKNOWN_TIME = "1970-01-01T00:00:00Z";

/** One row of the portal's answer as we show it: masked, also by the portal's own rules, with its time in UTC. */
export function parseEntry(raw: unknown, masks: ExtraMasks | null = null): EntryView {
  const entry = readPortalEntry(raw);
  if (entry === null) throw unreadable("an entry without a number");
  const at = toUtc(entry.timestampX);
  return maskEntry<EntryView>(
    { ...entry, at, nativeId: entry.id, source: "portal", userName: null },
    masks,
  );
}

export function parseEntryList(result: unknown, masks: ExtraMasks | null = null): EntryView[] {
  const parsed = EntryListAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no list of entries");
  return parsed.data.items.map((item) => parseEntry(item, masks));
}

export function parseEntryAnswer(result: unknown, masks: ExtraMasks | null = null): EntryView {
  const parsed = EntryAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no entry");
  return parseEntry(parsed.data.item, masks);
}

// A row whose time cannot be read is still shown: hiding an event would be worse.
function toUtc(timestampX: string): string {
  const time = readTime(timestampX);
  return time === null ? UNKNOWN_TIME : isoSeconds(time);
}

function unreadable(what: string): AppError {
  return new AppError("portal_unavailable", `The portal's log answer holds ${what}.`);
}
