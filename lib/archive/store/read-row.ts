import type { EntryView } from "../entry-view.ts";
import { isoSeconds, joinTime } from "./entry-time.ts";
import { IS_NEW_ADDRESS } from "./seen-addresses.ts";
import { SOURCES } from "./stored-entry.ts";

/** A row as ENTRY_SELECT gives it. */
export interface EntryRecord {
  seq: bigint;
  at: Date;
  native_id: bigint | null;
  source: number;
  epoch: number;
  offset_minutes: number | null;
  time_text: string | null;
  severity: string;
  type: string;
  module: string;
  item: string;
  address: string;
  agent: string | null;
  uri: string;
  site: string | null;
  user_id: number | null;
  guest_id: number | null;
  user_name: string | null;
  description: string | null;
  details: string | null;
  is_new_address: boolean;
}

// The latest name from before the entry, else the first one known.
export const USER_NAME = `CASE WHEN e.user_id > 0 THEN coalesce(
    (SELECT n.name FROM user_name n
      WHERE n.portal_id = e.portal_id AND n.user_id = e.user_id AND n.from_at <= e.at
      ORDER BY n.from_at DESC LIMIT 1),
    (SELECT n.name FROM user_name n WHERE n.portal_id = e.portal_id AND n.user_id = e.user_id
      ORDER BY n.from_at LIMIT 1)) END`;

export const ADDRESS_SQL = "coalesce(e.addr_text, host(e.addr), '')";

/** Columns of an entry; stands after SELECT, together with ENTRY_FROM. */
export const ENTRY_SELECT = `e.seq, e.at, e.portal_entry_id AS native_id, e.source, e.epoch, e.offset_minutes,
  e.time_text, severity_text.value AS severity, type_text.value AS type, module_text.value AS module,
  e.item, ${ADDRESS_SQL} AS address, agent_text.value AS agent,
  coalesce(uri_text.value, e.uri, '') AS uri, site_text.value AS site, e.user_id, e.guest_id,
  ${USER_NAME} AS user_name, e.description, e.details,
  ${IS_NEW_ADDRESS} AS is_new_address`;

function joinText(alias: string, column: string, kind: "JOIN" | "LEFT JOIN"): string {
  return `${kind} entry_text ${alias} ON ${alias}.portal_id = e.portal_id AND ${alias}.id = e.${column}`;
}

/** The shared texts of a row whose alias is `e`. */
export const ENTRY_JOINS = [
  joinText("severity_text", "severity_id", "JOIN"),
  joinText("type_text", "type_id", "JOIN"),
  joinText("module_text", "module_id", "JOIN"),
  joinText("site_text", "site_id", "LEFT JOIN"),
  joinText("agent_text", "agent_id", "LEFT JOIN"),
  joinText("uri_text", "uri_id", "LEFT JOIN"),
].join("\n  ");

export const ENTRY_FROM = `entry e\n  ${ENTRY_JOINS}`;

export function toEntryView(row: EntryRecord): EntryView {
  const at = row.at.getTime();
  const { offset_minutes: offsetMinutes, time_text: timeText } = row;
  return {
    id: String(row.seq),
    nativeId: row.native_id === null ? null : String(row.native_id),
    source: row.source === SOURCES.portal ? "portal" : "logbook",
    at: isoSeconds(at),
    timestampX: joinTime({ at, offsetMinutes, timeText }),
    severity: row.severity,
    auditTypeId: row.type,
    moduleId: row.module,
    itemId: row.item,
    remoteAddr: row.address,
    userAgent: row.agent,
    requestUri: row.uri,
    siteId: row.site,
    userId: row.user_id,
    userName: row.user_name,
    guestId: row.guest_id,
    description: row.description,
    isNewAddress: row.is_new_address,
  };
}
