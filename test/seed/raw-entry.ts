import type { LogItem } from "../portal/eventlog/log-row.ts";
import type { SeededRandom } from "../portal/random.ts";
import type { Person, Staff } from "./people.ts";
import type { PortalPlan } from "./plan.ts";

/** One row as the portal's answer holds it. */
export type RawEntry = LogItem;

export type EntryFields = Omit<RawEntry, "id" | "timestampX">;

/** What an entry is drawn from. */
export interface Draw {
  random: SeededRandom;
  portal: PortalPlan;
  staff: Staff;
  person: Person;
  /** Days and months since the portal's first entry. */
  day: number;
  month: number;
  /** Local hour as the portal writes it into a description: `2026-08-25 09`. */
  localHour: string;
  /** The request's own mark; sometimes several entries come from one request. */
  requestId: string;
}

export type Source = (draw: Draw) => EntryFields;
