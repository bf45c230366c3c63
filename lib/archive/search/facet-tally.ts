import { JSON_SQL, ADDRESS_SQL, REQUEST_SQL } from "./target.ts";
import { fieldsOf, tableFor } from "./counted.ts";
import type { FacetField } from "./own-condition.ts";
import type { Params } from "./params.ts";
import type { Plan } from "./plan.ts";
import { throughSources } from "./sources.ts";

/** Stored values of a field with their numbers of entries; numbers of texts where rows hold numbers. */
export type Tally = Map<string | null, number>;

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

// Values of a field arrive together: thousands of rows would take longer than counting them.
interface TallyRow {
  field: number;
  values: (string | null)[];
  counts: number[];
}

/** Counts the values of several fields in one pass; not whole when time was over before. */
export async function tallyFields(
  plan: Plan,
  fields: readonly FacetField[],
): Promise<{ tallies: Tally[]; isWhole: boolean }> {
  const tallies = fields.map((): Tally => new Map());
  const asked = [...fieldsOf(plan.node), ...fields.map(({ name }) => name)];
  const { isWhole } = await throughSources<TallyRow>(plan, {
    table: tableFor(asked),
    toText: (from, params) => tallyText(plan, { fields, from, params }),
    take: (rows) => {
      for (const { field, values, counts } of rows) {
        const tally = tallies[field];
        values.forEach((value, at) =>
          tally?.set(value, (tally.get(value) ?? 0) + (counts[at] ?? 0)),
        );
      }
      return true;
    },
  });
  return { tallies, isWhole };
}

function tallyText(
  plan: Plan,
  { fields, from, params }: { fields: readonly FacetField[]; from: string; params: Params },
): string {
  const names = fields.map((_, at) => `f${at}`);
  const columns = fields.map((field, at) => `${columnOf(field, params)} AS f${at}`);
  const which = names.map((name, at) => `WHEN grouping(${name}) = 0 THEN ${at}`);
  const value = names.map((name) => `${name}::text`);
  return `SELECT field, json_agg(value) AS values, json_agg(n) AS counts FROM (
      SELECT CASE ${which.join(" ")} END AS field, coalesce(${value.join(", ")}) AS value, sum(n) AS n
      FROM (SELECT e.n, ${columns.join(", ")} FROM ${from} WHERE ${plan.test(params)}) AS met
      GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(", ")})
    ) AS counted GROUP BY field`;
}

function columnOf({ name, path }: FacetField, params: Params): string {
  if (name !== "json") return COLUMNS[name] ?? "NULL::text";
  const at = params.add(path, "text[]");
  return `(SELECT v #>> '{}' FROM (SELECT ${JSON_SQL} #> ${at}) AS found(v)
    WHERE jsonb_typeof(v) IN ('string', 'number', 'boolean'))`;
}
