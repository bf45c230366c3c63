import { storable } from "../../filter/index.ts";
import type { KeepClass } from "../keep/keep-class.ts";
import { ownText } from "./chain.ts";
import { entryContent } from "./entry-content.ts";
import { splitTime } from "./entry-time.ts";
import { splitAddress } from "./split-address.ts";
import type { DraftRow, EntryInput } from "./stored-entry.ts";

export interface ToRowContext {
  /** Time of storing. */
  now: number;
  keepOf: (severity: string, auditTypeId: string) => KeepClass;
}

/** What is stored of an entry: pure, so that rows can be made before anything is locked. */
export function toRow(input: EntryInput, ctx: ToRowContext): DraftRow {
  const { entry, own } = withText(input);
  const { at, offsetMinutes, timeText } = splitTime(entry.timestampX, ctx.now);
  const { addr, addrText } = splitAddress(entry.remoteAddr);
  const { form, decoded, details } = entryContent(entry.description);
  return {
    entry,
    own,
    at,
    offsetMinutes,
    timeText,
    keep: ctx.keepOf(entry.severity, entry.auditTypeId),
    form,
    addr,
    addrText,
    isUriShared: looksRepeatable(entry.requestUri),
    decoded,
    details,
  };
}

// How JSON writes zero characters and halves of characters, which the database cannot hold.
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

function withText(input: EntryInput): { entry: EntryInput; own: string } {
  const own = ownText(input);
  // Looking for two characters is much cheaper than for a form.
  if (!own.includes("\\u") || !UNSTORABLE.test(own)) return { entry: input, own };
  const entry = toStorable(input);
  return { entry, own: ownText(entry) };
}

function toStorable(input: EntryInput): EntryInput {
  return {
    nativeId: input.nativeId,
    timestampX: storable(input.timestampX),
    severity: storable(input.severity),
    auditTypeId: storable(input.auditTypeId),
    moduleId: storable(input.moduleId),
    itemId: storable(input.itemId),
    remoteAddr: storable(input.remoteAddr),
    userAgent: orNull(input.userAgent),
    requestUri: storable(input.requestUri),
    siteId: orNull(input.siteId),
    userId: input.userId,
    guestId: input.guestId,
    description: orNull(input.description),
  };
}

function orNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}

const MAX_SHARED_URI = 200;
const LONG_DIGITS = /\d{5}|[0-9a-f]{16}|%[0-9a-f]{2}.*%[0-9a-f]{2}/i;

/** Addresses of pages come again and again, those with numbers of things and with searches do not. */
export function looksRepeatable(uri: string): boolean {
  return uri !== "" && uri.length <= MAX_SHARED_URI && !LONG_DIGITS.test(uri);
}
