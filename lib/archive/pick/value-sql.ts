import type { Params } from "../search/params.ts";
import { ADDRESS_SQL } from "../store/read-row.ts";
import type { Known } from "./known.ts";
import { itemTitleSql, REQUEST_ID_SQL, USER_NAME_SQL } from "./row-sql.ts";
import type { NumberField, TextField } from "./row-test.ts";

/** What a member of a row's JSON holds, always as text: what an entry does not have is empty, a number of it 0. */
export type PickValue =
  TextField | NumberField | "at" | { ofType: (auditTypeId: string) => string };

export interface PickField {
  name: string;
  value: PickValue;
}

interface Input {
  known: Known;
  params: Params;
}

const VALUES: Record<Exclude<PickValue, object | "itemTitle">, string> = {
  seq: "e.seq::text",
  nativeId: "coalesce(e.portal_entry_id::text, '')",
  userId: "coalesce(e.user_id, 0)::text",
  guestId: "coalesce(e.guest_id, 0)::text",
  second: "floor(date_part('epoch', e.at))::bigint::text",
  at: `to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
  severity: "severity_text.value",
  auditTypeId: "type_text.value",
  moduleId: "module_text.value",
  siteId: "coalesce(site_text.value, '')",
  userAgent: "coalesce(agent_text.value, '')",
  requestUri: "coalesce(uri_text.value, e.uri, '')",
  itemId: "e.item",
  remoteAddr: ADDRESS_SQL,
  description: "coalesce(e.description, '')",
  userName: USER_NAME_SQL,
  requestId: REQUEST_ID_SQL,
};

/** The columns of a row `e` with its shared texts beside it, named as the members of its JSON. */
export function columnsSql(fields: readonly PickField[], input: Input): string {
  return fields.map(({ name, value }) => `${valueSql(value, input)} AS "${name}"`).join(", ");
}

function valueSql(value: PickValue, input: Input): string {
  if (typeof value === "object") return ofTypeSql(value.ofType, input);
  return value === "itemTitle" ? itemTitleSql(input) : VALUES[value];
}

// Most types have the text of one that nobody knows.
function ofTypeSql(ofType: (auditTypeId: string) => string, { known, params }: Input): string {
  const usual = ofType("");
  const ids = new Map<string, number[]>();
  for (const [id, code] of known.types) {
    const text = ofType(code);
    if (text !== usual) ids.set(text, [...(ids.get(text) ?? []), id]);
  }
  const cases = [...ids].map(
    ([text, some]) =>
      `WHEN e.type_id = ANY(${params.add(some, "integer[]")}) THEN ${params.add(text, "text")}`,
  );
  const other = params.add(usual, "text");
  return cases.length === 0 ? other : `CASE ${cases.join(" ")} ELSE ${other} END`;
}

/** Whether a field needs the codes of the portal's types. */
export function readsTypes({ value }: PickField): boolean {
  return typeof value === "object" || value === "itemTitle";
}
