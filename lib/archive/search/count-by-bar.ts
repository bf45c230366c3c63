import { fieldsOf, tableFor, type CountTable } from "./counted.ts";
import { openParams } from "./params.ts";
import type { Plan } from "./plan.ts";
import { severityGroup, type SeverityGroup } from "./severity-groups.ts";
import { ask, type Snapshot } from "./snapshot.ts";
import { throughSources, type Through } from "./sources.ts";

interface BarCount {
  bar: number;
  group: SeverityGroup;
  count: number;
}

interface BarRow {
  bar: number;
  severity_id: number;
  n: bigint;
}

const QUARTER_MS = 900_000;

/** Counts entries between each two limits by severity, as far as there is time. */
export async function countByBar(
  plan: Plan,
  limits: readonly Date[],
  take: (count: BarCount) => void,
): Promise<Through> {
  const counts: BarRow[] = [];
  const through = await throughSources<BarRow>(plan, {
    table: tableOf(plan, limits),
    limits,
    toText: (from, params) =>
      `SELECT width_bucket(e.at, ${params.add(limits, "timestamptz[]")}) - 1 AS bar, e.severity_id,
        sum(e.n)::bigint AS n
      FROM ${from} WHERE ${plan.test(params)} GROUP BY 1, 2`,
    take: (rows) => counts.push(...rows) >= 0,
  });
  const severities = await readSeverities(plan.snapshot, counts);
  for (const { bar, severity_id: id, n } of counts) {
    take({ bar, group: severityGroup(severities.get(id) ?? ""), count: Number(n) });
  }
  return through;
}

// Quarters of an hour cannot be split; the ends of the range are read from rows.
function tableOf(plan: Plan, limits: readonly Date[]): CountTable | null {
  const isWhole = limits.slice(1, -1).every((at) => at.getTime() % QUARTER_MS === 0);
  return isWhole && tableFor(["sev", ...fieldsOf(plan.node)]) === "entry_day" ? "entry_day" : null;
}

async function readSeverities(
  snapshot: Snapshot,
  counts: readonly BarRow[],
): Promise<Map<number, string>> {
  const ids = [...new Set(counts.map((row) => row.severity_id))];
  if (ids.length === 0) return new Map();
  const params = openParams();
  const text = `SELECT id, value FROM entry_text
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND id = ANY(${params.add(ids, "integer[]")})`;
  const rows = await ask<{ id: number; value: string }>(snapshot, text, params);
  return new Map(rows.map(({ id, value }) => [id, value]));
}
