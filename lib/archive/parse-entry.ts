import { maskEntry, type ExtraMasks } from "../b24/index.ts";
import { AppError } from "../errors.ts";
import { EntryAnswer, EntryListAnswer } from "./schemas.ts";
import type { EntryView } from "./entry-view.ts";
import { readPortalEntry, type PortalEntry } from "./read-portal-entry.ts";
import { isoSeconds, readTime } from "./store/entry-time.ts";

const UNKNOWN_TIME = "1970-01-01T00:00:00Z";

/** One row of the portal's answer as it is stored: masked, also by the portal's own rules. */
export function parsePortalEntry(raw: unknown, masks: ExtraMasks | null = null): PortalEntry {
  const entry = readPortalEntry(raw);
  if (entry === null) throw unreadable("an entry without a number");
  return maskEntry(entry, masks);
}

export function parsePortalEntries(result: unknown, masks: ExtraMasks | null): PortalEntry[] {
  return itemsOf(result).map((item) => parsePortalEntry(item, masks));
}

/** One row of the portal's answer as we show it: masked, with its time in UTC. */
export function parseEntry(raw: unknown, masks: ExtraMasks | null = null): EntryView {
  const entry = parsePortalEntry(raw, masks);
  const at = toUtc(entry.timestampX);
  return { ...entry, id: entry.nativeId, at, source: "portal", userName: null };
}

export function parseEntryList(result: unknown, masks: ExtraMasks | null = null): EntryView[] {
  return itemsOf(result).map((item) => parseEntry(item, masks));
}

export function parseEntryAnswer(result: unknown, masks: ExtraMasks | null = null): EntryView {
  const parsed = EntryAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no entry");
  return parseEntry(parsed.data.item, masks);
}

function itemsOf(result: unknown): unknown[] {
  const parsed = EntryListAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no list of entries");
  return parsed.data.items;
}

// A row whose time cannot be read is still shown: hiding an event would be worse.
function toUtc(timestampX: string): string {
  const time = readTime(timestampX);
  return time === null ? UNKNOWN_TIME : isoSeconds(time);
}

function unreadable(what: string): AppError {
  return new AppError("portal_unavailable", `The portal's log answer holds ${what}.`);
}
