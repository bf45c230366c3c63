import { addressCell } from "../blocks/cell-values.ts";
import { AddressCounts } from "./address-counts.ts";
import { countedSpan, edgesOf } from "./counted.ts";
import { boundTally, MAX_LENGTH, MAX_VALUES, type Tally } from "./bound-tally.ts";
import type { FacetField } from "./own-condition.ts";
import type { Params } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { throughRows } from "./sources.ts";
import { countDays, type Counted } from "./tally-groups.ts";
import { DAY_MS } from "./tally-periods.ts";
import { TALLY_FIELDS, toTallyQuery, type TallyQuery } from "./tally-query.ts";
import { JSON_SQL, REQUEST_SQL } from "./target.ts";
import { ADDRESS_SQL } from "../store/read-row.ts";

const COLUMNS: Record<string, string> = {
  sev: "e.severity_id",
  type: "e.type_id",
  module: "e.module_id",
  site: "e.site_id",
  ua: "e.agent_id",
  user: "e.user_id",
  guest: "e.guest_id",
  item: "e.item",
  ip: ADDRESS_SQL,
  request: REQUEST_SQL,
};

/** Names of fields that have facets, besides ways into JSON. */
export const FACET_NAMES = Object.keys(COLUMNS);

export interface FieldTally {
  /** Of addresses instead, for the field of those. */
  tally: Tally | AddressCounts;
  /** False when there were more values than can be held, or time was over. */
  isExact: boolean;
}

// Values of a field arrive together: thousands of rows would take longer than counting them.
interface TallyRow {
  field: number;
  values: (string | null)[];
  counts: number[];
  is_cut: boolean;
}

/** Counts the values of several fields in one pass. */
export async function tallyFields(
  plan: Plan,
  fields: readonly FacetField[],
): Promise<FieldTally[]> {
  const found = fields.map(({ name }): FieldTally => {
    return { tally: name === "ip" ? new AddressCounts() : new Map(), isExact: true };
  });
  const query = fields.every(isTallied) ? toTallyQuery(plan.node) : null;
  const days = query === null ? null : countedSpan(plan, DAY_MS);
  const isCounted =
    query !== null && days !== null && (await takeCounts(plan, { found, fields, query, days }));
  const { isWhole } = await throughRows<TallyRow>(plan, {
    uncounted: isCounted ? edgesOf(plan, days) : null,
    toText: (from, params) => tallyText(plan, { fields, from, params }),
    take: (rows) => {
      for (const row of rows) takeRow(found[row.field], row);
      return true;
    },
  });
  return found.map((one) => ({ ...one, isExact: one.isExact && isWhole }));
}

export function isTallied({ name }: FacetField): boolean {
  return TALLY_FIELDS.includes(name);
}

interface CountsInput {
  found: FieldTally[];
  fields: readonly FacetField[];
  query: TallyQuery;
  days: TimeSpan;
}

/** False when the counts could not be read in time. */
async function takeCounts(
  plan: Plan,
  { found, fields, query, days }: CountsInput,
): Promise<boolean> {
  const isAsked = (name: string): boolean => fields.some((field) => field.name === name);
  const wants = { users: isAsked("user"), addresses: isAsked("ip") };
  const counted = await countDays(plan, { days, query, wants });
  if (counted === null) return false;
  for (const [at, { name }] of fields.entries()) {
    const one = found[at];
    const tally = one?.tally;
    if (tally instanceof AddressCounts && one !== undefined) one.tally = counted.addresses;
    else if (tally instanceof Map) {
      for (const [value, count] of countsOf(counted, name)) add(tally, value, count);
    }
  }
  return true;
}

function add(tally: Tally, value: string | null, by: number): void {
  tally.set(value, (tally.get(value) ?? 0) + by);
}

function* countsOf(counted: Counted, name: string): Generator<[string | null, number]> {
  if (name === "user") {
    for (const [id, count] of counted.users) yield [id === null ? null : String(id), count];
  } else {
    for (const { ids, count } of counted.groups) {
      const id = ids[name as keyof typeof ids];
      yield [id === null ? null : String(id), count];
    }
  }
}

function takeRow(found: FieldTally | undefined, row: TallyRow): void {
  if (found === undefined) return;
  const { tally } = found;
  for (const [at, value] of row.values.entries()) {
    const count = row.counts[at] ?? 0;
    if (tally instanceof AddressCounts) tally.add(addressCell(value), count);
    else add(tally, value, count);
  }
  const isCut = tally instanceof Map && boundTally(tally);
  if (isCut || row.is_cut) found.isExact = false;
}

function tallyText(
  plan: Plan,
  { fields, from, params }: { fields: readonly FacetField[]; from: string; params: Params },
): string {
  const names = fields.map((_, at) => `f${at}`);
  const columns = fields.map((field, at) => `${columnOf(field, params)} AS f${at}`);
  const which = names.map((name, at) => `WHEN grouping(${name}) = 0 THEN ${at}`);
  const value = names.map((name) => `${name}::text`);
  const isHeld = `place <= ${MAX_VALUES} AND (value IS NULL OR length(value) <= ${MAX_LENGTH})`;
  return `SELECT field, coalesce(json_agg(value) FILTER (WHERE ${isHeld}), '[]') AS values,
      coalesce(json_agg(n) FILTER (WHERE ${isHeld}), '[]') AS counts, NOT bool_and(${isHeld}) AS is_cut
    FROM (
      SELECT *, row_number() OVER (PARTITION BY field ORDER BY n DESC) AS place FROM (
        SELECT CASE ${which.join(" ")} END AS field, coalesce(${value.join(", ")}) AS value, count(*) AS n
        FROM (SELECT ${columns.join(", ")} FROM ${from} WHERE ${plan.test(params)}) AS met
        GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(", ")})
      ) AS counted
    ) AS placed GROUP BY field`;
}

function columnOf({ name, path }: FacetField, params: Params): string {
  if (name !== "json") return COLUMNS[name] ?? "NULL::text";
  const at = params.add(path, "text[]");
  return `(SELECT v #>> '{}' FROM (SELECT ${JSON_SQL} #> ${at}) AS found(v)
    WHERE jsonb_typeof(v) IN ('string', 'number', 'boolean'))`;
}
