import { IS_NEW_ADDRESS } from "./seen-addresses.ts";
import { ADDRESS_SQL, USER_NAME } from "./read-row.ts";
import { SOURCES } from "./stored-entry.ts";

const UTC = "(e.at AT TIME ZONE 'UTC')";
const SECONDS = `'YYYY-MM-DD"T"HH24:MI:SS'`;
const AT = `to_char(${UTC}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const twoDigits = (number: string): string => `lpad((${number})::text, 2, '0')`;

// As `joinTime` puts it together.
const TIMESTAMP = `CASE WHEN e.time_text IS NOT NULL THEN e.time_text WHEN e.offset_minutes IS NULL THEN ${AT}
  ELSE to_char(${UTC} + make_interval(mins => e.offset_minutes), ${SECONDS})
    || CASE WHEN e.offset_minutes < 0 THEN '-' ELSE '+' END || ${twoDigits("abs(e.offset_minutes) / 60")}
    || ':' || ${twoDigits("abs(e.offset_minutes) % 60")} END`;

/** The JSON of a row `e` with its shared texts beside it: just what `toEntryView` gives, in the same order. */
export const ENTRY_JSON = `(SELECT row_to_json(view)::text FROM (SELECT e.seq::text AS id,
  e.portal_entry_id::text AS "nativeId",
  CASE WHEN e.source = ${SOURCES.portal} THEN 'portal' ELSE 'logbook' END AS source, ${AT} AS at,
  ${TIMESTAMP} AS "timestampX", severity_text.value AS severity, type_text.value AS "auditTypeId",
  module_text.value AS "moduleId", e.item AS "itemId", ${ADDRESS_SQL} AS "remoteAddr",
  agent_text.value AS "userAgent", coalesce(uri_text.value, e.uri, '') AS "requestUri",
  site_text.value AS "siteId", e.user_id AS "userId", ${USER_NAME} AS "userName", e.guest_id AS "guestId",
  e.description, ${IS_NEW_ADDRESS} AS "isNewAddress") AS view)`;
