import type { NativeFields } from "../../filter/index.ts";
import type { KeepClass } from "../keep/keep-class.ts";

/** Where an entry comes from: the portal's log, or we wrote it ourselves. */
export const SOURCES = { portal: 0, logbook: 1 } as const;
export type SourceNumber = (typeof SOURCES)[keyof typeof SOURCES];

/** Kinds of texts that are stored once and then stand in rows as numbers. */
export const TEXT_KINDS = {
  severity: 1,
  type: 2,
  module: 3,
  site: 4,
  agent: 5,
  uri: 6,
} as const;
export type TextKind = (typeof TEXT_KINDS)[keyof typeof TEXT_KINDS];

/** An entry as it is appended: masked, with the portal's own number or null for our own entries. */
export type EntryInput = NativeFields & { nativeId: string | null };

/** An entry with its place in the chain. */
export interface ChainedEntry {
  seq: bigint | number;
  source: SourceNumber;
  epoch: number;
  entry: EntryInput;
}

/** What is known of an entry before it gets its place in the chain. */
export interface DraftRow {
  /** As it was given, in texts that the database can hold. */
  entry: EntryInput;
  at: number;
  offsetMinutes: number | null;
  timeText: string | null;
  keep: KeepClass;
  addr: string | null;
  addrText: string | null;
  /** Whether the address asked for is worth a place among the shared texts. */
  isUriShared: boolean;
}
