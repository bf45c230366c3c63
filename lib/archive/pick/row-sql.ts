import { isPattern, isStorable, toLike } from "../../filter/index.ts";
import type { Params } from "../search/params.ts";
import { REQUEST_SQL } from "../search/target.ts";
import { ADDRESS_SQL } from "../store/read-row.ts";
import { SHARED, type Known } from "./known.ts";
import {
  canFit,
  type NumberField,
  type RowTest,
  type SortField,
  type TextField,
} from "./row-test.ts";

interface Input {
  known: Known;
  params: Params;
}

// The latest name from before the entry, else the first one known.
function nameSql(user: string): string {
  const names = `SELECT n.name FROM user_name n WHERE n.portal_id = e.portal_id AND n.user_id = ${user}`;
  return `coalesce((${names} AND n.from_at <= e.at ORDER BY n.from_at DESC LIMIT 1),
    (${names} ORDER BY n.from_at LIMIT 1), '')`;
}

export const USER_NAME_SQL = `CASE WHEN e.user_id > 0 THEN ${nameSql("e.user_id")} ELSE '' END`;
export const REQUEST_ID_SQL = `CASE WHEN e.form IN (2, 3) THEN coalesce(${REQUEST_SQL}, '') ELSE '' END`;

/** The name of the user whom an entry is about. */
export function itemTitleSql({ known, params }: Input): string {
  if (known.userTypes.length === 0) return "''";
  const types = params.add(known.userTypes, "integer[]");
  return `CASE WHEN e.type_id = ANY(${types}) THEN
    CASE WHEN e.item ~ '^[1-9][0-9]{0,8}$' THEN ${nameSql("e.item::integer")} ELSE '' END ELSE '' END`;
}

const COLUMNS: Partial<Record<TextField, string>> = {
  severity: "e.severity_id",
  auditTypeId: "e.type_id",
  moduleId: "e.module_id",
  siteId: "e.site_id",
  userAgent: "e.agent_id",
  requestUri: "e.uri_id",
};

const NUMBERS: Record<NumberField, string> = {
  seq: "e.seq",
  nativeId: "coalesce(e.portal_entry_id, -1)",
  userId: "coalesce(e.user_id, 0)",
  guestId: "coalesce(e.guest_id, 0)",
  second: "extract(epoch FROM e.at)::bigint",
};

/** The condition on a row `e`, its values among the parameters. */
export function testSql(test: RowTest, input: Input): string {
  switch (test.kind) {
    case "all":
      return joined(test.items, " AND ", input) ?? "true";
    case "any":
      return joined(test.items, " OR ", input) ?? "false";
    case "not":
      return `NOT (${testSql(test.item, input)})`;
    case "texts":
    case "like":
      return leafSql(test, input);
    case "numbers":
      return `${NUMBERS[test.field]} = ANY(${input.params.add(test.values, "bigint[]")})`;
    case "after":
      return `e.seq > ${input.params.add(test.seq, "bigint")}`;
    case "networks":
      return `coalesce(e.addr <<= ANY(${input.params.add(test.networks, "inet[]")}), false)`;
    case "types": {
      const ids = [...input.known.types].flatMap(([id, code]) => (test.holds(code) ? [id] : []));
      return `e.type_id = ANY(${input.params.add(ids, "integer[]")})`;
    }
  }
}

function joined(items: readonly RowTest[], sign: string, input: Input): string | null {
  if (items.length === 0) return null;
  return `(${items.map((item) => testSql(item, input)).join(sign)})`;
}

type Leaf = Extract<RowTest, { kind: "texts" | "like" }>;

function leafSql(leaf: Leaf, input: Input): string {
  const { field } = leaf;
  if (!canFit(leaf)) return "false";
  if (field === "requestUri") {
    const shared = sharedSql(leaf, input);
    return `CASE WHEN e.uri_id IS NULL THEN ${fitSql("coalesce(e.uri, '')", leaf, input)} ELSE ${shared} END`;
  }
  if (SHARED[field] !== undefined) return sharedSql(leaf, input);
  if (field === "userName") return userNameSql(leaf, input);
  return fitSql(plainSql(field, input), leaf, input);
}

function plainSql(field: TextField, input: Input): string {
  if (field === "itemId") return "e.item";
  if (field === "remoteAddr") return ADDRESS_SQL;
  if (field === "requestId") return REQUEST_ID_SQL;
  if (field === "itemTitle") return itemTitleSql(input);
  return "coalesce(e.description, '')";
}

function sharedSql(leaf: Leaf, input: Input): string {
  const column = COLUMNS[leaf.field] ?? "NULL";
  const ids = input.known.ids.get(leaf) ?? null;
  // A row without such a text has the empty one.
  const isEmptyFit = fitsEmpty(leaf) ? "true" : "false";
  if (ids !== null) {
    return `coalesce(${column} = ANY(${input.params.add(ids, "integer[]")}), ${isEmptyFit})`;
  }
  const value = `(SELECT t.value FROM entry_text t WHERE t.portal_id = e.portal_id AND t.id = ${column})`;
  return `coalesce(${fitSql(value, leaf, input)}, ${isEmptyFit})`;
}

// Names are asked row by row only where the user has or had one that fits.
function userNameSql(leaf: Leaf, input: Input): string {
  const exact = fitSql(USER_NAME_SQL, leaf, input);
  const ids = input.known.ids.get(leaf) ?? null;
  if (ids === null || fitsEmpty(leaf)) return exact;
  return `(coalesce(e.user_id = ANY(${input.params.add(ids, "integer[]")}), false) AND ${exact})`;
}

function fitSql(value: string, leaf: Leaf, { params }: Input): string {
  if (leaf.kind === "texts") {
    return `${value} = ANY(${params.add(leaf.values.filter(isStorable), "text[]")})`;
  }
  return `lower(${value}) LIKE ${params.add(toLike(leaf.pattern, true), "text")}`;
}

function fitsEmpty(leaf: Leaf): boolean {
  return leaf.kind === "texts" ? leaf.values.includes("") : isPattern(leaf.pattern, "");
}

function codeOf(column: string): string {
  return `(SELECT t.value FROM entry_text t WHERE t.portal_id = e.portal_id AND t.id = e.${column})`;
}

/** What rows are sorted by; texts by their characters, whatever the language. */
export const SORT_SQL: Record<SortField, string> = {
  seq: "e.seq",
  second: "e.at",
  userId: "coalesce(e.user_id, 0)",
  remoteAddr: `${ADDRESS_SQL} COLLATE "C"`,
  severity: `${codeOf("severity_id")} COLLATE "C"`,
  auditTypeId: `${codeOf("type_id")} COLLATE "C"`,
  moduleId: `${codeOf("module_id")} COLLATE "C"`,
  itemId: `e.item COLLATE "C"`,
};
