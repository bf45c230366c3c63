import {
  clockSql,
  compile,
  isPattern,
  toLike,
  type Bind,
  type Clock,
  type Node,
  type Pattern,
  type SqlField,
  type SqlTarget,
  type TextSearch,
} from "../../filter/index.ts";
import { jsonGuard } from "./json-guard.ts";
import { sourceSql, type FindIds, type Lookup, type LookupSource } from "./lookups.ts";
import { ADDRESS_SQL } from "../store/read-row.ts";
import { IS_NEW_ADDRESS, NEW_ADDRESS } from "../store/seen-addresses.ts";
import type { Params } from "./params.ts";

/** JSON of the description, where it is any. */
export const JSON_SQL = "(CASE e.form WHEN 2 THEN e.description::jsonb WHEN 3 THEN e.decoded END)";

export const REQUEST_SQL =
  `(SELECT v #>> '{}' FROM (SELECT ${JSON_SQL} -> 'requestId') AS found(v)` +
  ` WHERE jsonb_typeof(v) IN ('string', 'number', 'boolean'))`;

const COLUMNS: Record<LookupSource, string> = {
  severity: "e.severity_id",
  type: "e.type_id",
  title: "e.type_id",
  module: "e.module_id",
  site: "e.site_id",
  agent: "e.agent_id",
  uri: "e.uri_id",
  user: "e.user_id",
};

interface TargetInput {
  clock: Clock;
  portalId: bigint;
  find: FindIds;
  firstParameter: number;
}

/** The condition on a row `e` of the table of entries, its values added to the statement's. */
export function compileTest(
  node: Node | null,
  input: { clock: Clock; portalId: bigint; find: FindIds; params: Params },
): string {
  const { params, ...rest } = input;
  const target = entryTarget({ ...rest, firstParameter: params.values.length + 1 });
  const { text, values } = compile(node, target);
  params.values.push(...values);
  return text;
}

/** What has to be looked up before the query can be compiled. */
export function neededLookups(node: Node | null, clock: Clock): Lookup[] {
  const needed: Lookup[] = [];
  const find: FindIds = (lookup) => {
    needed.push(lookup);
    return [];
  };
  compile(node, entryTarget({ clock, portalId: 0n, find, firstParameter: 1 }));
  return needed;
}

function entryTarget(input: TargetInput): SqlTarget {
  const { clock, firstParameter } = input;
  const code = (source: LookupSource): SqlField => codeField(source, input);
  const idsOf: IdsOf = (source, search, bind) =>
    idTest({ source, likes: [search.like], pattern: search.pattern }, input, bind);
  const agent: SqlField = {
    ...code("agent"),
    match: (search, bind) => idsOf("agent", search, bind),
  };
  return {
    ...clock,
    firstParameter,
    texts: [],
    matchText: (search, bind) => matchText(search, { bind, idsOf }),
    fields: {
      id: { value: "e.seq" },
      time: { value: "e.at" },
      // Long texts, which few queries ask for.
      get hour() {
        return { value: clockSql("hour", "e.at", clock.zone) };
      },
      get weekday() {
        return { value: clockSql("weekday", "e.at", clock.zone) };
      },
      sev: code("severity"),
      type: code("type"),
      module: code("module"),
      item: { value: "e.item" },
      ip: { value: ADDRESS_SQL, inet: "e.addr" },
      ua: agent,
      uri: uriField(input, idsOf),
      site: code("site"),
      user: { value: "e.user_id", match: (search, bind) => idsOf("user", search, bind) },
      guest: { value: "e.guest_id" },
      desc: { value: "e.description", texts: ["e.description", "e.details"] },
      request: {
        value: REQUEST_SQL,
        guard: (term, bind) => jsonGuard(["requestId"], term, bind),
      },
      is: markField(),
      json: { value: JSON_SQL, guard: (term, bind) => jsonGuard(term.path, term, bind) },
    },
  };
}

type IdsOf = (source: LookupSource, search: TextSearch, bind: Bind) => string;

// What costs least is asked first.
function matchText(search: TextSearch, { bind, idsOf }: { bind: Bind; idsOf: IdsOf }): string {
  const sources = ["type", "title", "module", "agent", "uri", "user"] as const;
  const like = bind(search.like, "text");
  const address = search.pattern.some((piece) => NO_ADDRESS.test(piece))
    ? "e.addr_text"
    : ADDRESS_SQL;
  const texts = ["e.item", address, "e.uri", "e.description", "e.details"];
  const parts = [
    ...sources.map((source) => idsOf(source, search, bind)).filter((one) => one !== NEVER),
    ...texts.map((text) => `lower(${text}) LIKE ${like}`),
  ];
  return parts.join(" OR ");
}

// What an address that was understood never holds; only one that is kept as its text can.
const NO_ADDRESS = /[^0-9a-f.:]/i;

function codeField(source: LookupSource, input: TargetInput): SqlField {
  const column = COLUMNS[source];
  return {
    value: column,
    equals: (values, bind) => idTest({ source, likes: values.map(likeOf) }, input, bind),
    present: (bind) => notBlank(column, { source, input, bind }),
  };
}

/** What the archive says about an entry: one thing or nothing. */
function markField(): SqlField {
  return {
    value: `(CASE WHEN ${IS_NEW_ADDRESS} THEN '${NEW_ADDRESS}' ELSE '' END)`,
    equals: (values) => {
      const fits = (mark: string): boolean => values.some((one) => isPattern(one, mark));
      if (fits(NEW_ADDRESS)) return fits("") ? "true" : IS_NEW_ADDRESS;
      return fits("") ? `NOT ${IS_NEW_ADDRESS}` : NEVER;
    },
    present: () => IS_NEW_ADDRESS,
  };
}

function uriField(input: TargetInput, idsOf: IdsOf): SqlField {
  return {
    value: "e.uri",
    match: (search, bind) => {
      const inline = `lower(${INLINE_URI}) LIKE ${bind(search.like, "text")}`;
      return `${idsOf("uri", search, bind)} OR ${inline}`;
    },
    // Only addresses with a text are shared.
    present: () => "(e.uri_id IS NOT NULL OR e.uri <> '')",
  };
}

// Without any address asked for, the text of it is empty.
const INLINE_URI = "CASE WHEN e.uri_id IS NULL THEN coalesce(e.uri, '') END";

function likeOf(pattern: Pattern): string {
  return toLike(pattern, true);
}

const NEVER = "false";

function idTest(lookup: Lookup, { find, portalId }: TargetInput, bind: Bind): string {
  const ids = find(lookup) ?? null;
  const column = COLUMNS[lookup.source];
  if (ids?.length === 0) return NEVER;
  if (ids !== null) return `${column} = ANY(${bind(ids.map(String), "integer[]")})`;
  const fits = `source.id = ${column} AND lower(source.value) LIKE ANY(${bind(lookup.likes, "text[]")})`;
  return `EXISTS (SELECT FROM ${sourceSql(lookup.source, String(portalId))} WHERE ${fits})`;
}

function notBlank(
  column: string,
  { source, input, bind }: { source: LookupSource; input: TargetInput; bind: Bind },
): string {
  const lookup = { source, likes: [""] };
  const blank = input.find(lookup) ?? null;
  if (blank === null) return `(${column} IS NOT NULL AND NOT ${idTest(lookup, input, bind)})`;
  if (blank.length === 0) return `${column} IS NOT NULL`;
  return `${column} <> ALL(${bind(blank.map(String), "integer[]")})`;
}
