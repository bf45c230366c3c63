import { isStorable, storable } from "../../filter/index.ts";
import type { KeepClass } from "../keep/keep-class.ts";
import { splitTime } from "./entry-time.ts";
import { splitAddress } from "./split-address.ts";
import type { DraftRow, EntryInput } from "./stored-entry.ts";

export interface ToRowContext {
  /** Time of storing. */
  now: number;
  keepOf: (severity: string, auditTypeId: string) => KeepClass;
}

/** What has to be known of an entry before it is written: pure, so that it is done before anything is locked. */
export function toRow(input: EntryInput, ctx: ToRowContext): DraftRow {
  const entry = isEntryStorable(input) ? input : toStorable(input);
  const { at, offsetMinutes, timeText } = splitTime(entry.timestampX, ctx.now);
  const { addr, addrText } = splitAddress(entry.remoteAddr);
  return {
    entry,
    at,
    offsetMinutes,
    timeText,
    keep: ctx.keepOf(entry.severity, entry.auditTypeId),
    addr,
    addrText,
    isUriShared: looksRepeatable(entry.requestUri),
  };
}

function isEntryStorable(entry: EntryInput): boolean {
  return (
    isStorable(entry.timestampX) &&
    isStorable(entry.severity) &&
    isStorable(entry.auditTypeId) &&
    isStorable(entry.moduleId) &&
    isStorable(entry.itemId) &&
    isStorable(entry.remoteAddr) &&
    isStorable(entry.requestUri) &&
    isStorable(entry.userAgent ?? "") &&
    isStorable(entry.siteId ?? "") &&
    isStorable(entry.description ?? "")
  );
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
