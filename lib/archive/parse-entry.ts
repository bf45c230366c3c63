import { maskEntry } from "../b24/index.ts";
import { AppError } from "../errors.ts";
import { EntryAnswer, EntryListAnswer, PortalEntry } from "./schemas.ts";
import type { EntryView } from "./entry-view.ts";

const ISO_SECONDS = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const UNKNOWN_TIME = "1970-01-01T00:00:00Z";

/** One row of the portal's answer as we show it: masked, with its time in UTC beside the original. */
export function parseEntry(raw: unknown): EntryView {
  const parsed = PortalEntry.safeParse(raw);
  if (!parsed.success) throw unreadable("an entry without a number");
  return { ...maskEntry(parsed.data), at: toUtc(parsed.data.timestampX) };
}

export function parseEntryList(result: unknown): EntryView[] {
  const parsed = EntryListAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no list of entries");
  return parsed.data.items.map(parseEntry);
}

export function parseEntryAnswer(result: unknown): EntryView {
  const parsed = EntryAnswer.safeParse(result);
  if (!parsed.success) throw unreadable("no entry");
  return parseEntry(parsed.data.item);
}

// A row whose time cannot be read is still shown: hiding an event would be worse.
function toUtc(timestampX: string): string {
  const time = ISO_SECONDS.test(timestampX) ? Date.parse(timestampX.replace(" ", "T")) : Number.NaN;
  return Number.isNaN(time) ? UNKNOWN_TIME : isoSeconds(time);
}

/** The form the portal takes: UTC without milliseconds. */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function unreadable(what: string): AppError {
  return new AppError("portal_unavailable", `The portal's log answer holds ${what}.`);
}
