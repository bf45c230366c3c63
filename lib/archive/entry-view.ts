import type { NativeFields } from "../filter/shared.ts";

export const SEVERITIES = [
  "SECURITY",
  "EMERGENCY",
  "ALERT",
  "CRITICAL",
  "ERROR",
  "WARNING",
  "NOTICE",
  "INFO",
  "DEBUG",
  "UNKNOWN",
] as const;

/** One row of the portal's event log as the viewer gets it; secrets are masked before it is made. */
export interface EntryView extends NativeFields {
  /** Number in the archive; read live from the portal, where no such number exists, the portal's own. */
  id: string;
  /** The portal's own number; null for entries that the portal's log never had. */
  nativeId: string | null;
  source: "portal" | "logbook";
  /** UTC, ISO 8601 with seconds. */
  at: string;
  /** Name the user had at that time, where the archive knows it. */
  userName: string | null;
  /** The user came from this address for the first time, as far as the archive goes; only the archive tells. */
  isNewAddress?: boolean;
}

export interface UserView {
  id: number;
  name: string;
  photoUrl: string | null;
  isActive: boolean;
  /** False when the portal does not return this user: show "#id". */
  isKnown: boolean;
}

export interface EntryPage {
  items: EntryView[];
  users: Record<string, UserView>;
  /** Ask with `before` set to this for older entries; null when there are none. */
  nextBefore: string | null;
  /** When the portal's log was read, ISO 8601. */
  readAt: string;
}

export interface EntryDetail {
  entry: EntryView;
  users: Record<string, UserView>;
  portalOrigin: string;
}
