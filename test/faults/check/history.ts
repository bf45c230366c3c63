import type { FaultBed } from "../bed.ts";
import type { Fact } from "./facts.ts";

/** Everything that both sides know of one call, for whoever has to find out. */
export async function tellHistory(bed: FaultBed, fact: Fact): Promise<string> {
  const { workflow, portal } = fact;
  const token = workflow.executions[0]?.eventToken ?? "";
  const { journal } = bed.cloud;
  const calls = journal.calls.filter(({ params }) => JSON.stringify(params).includes(token));
  const deliveries = journal.deliveries.filter(({ workflowId }) => workflowId === workflow.id);
  const parts: [string, unknown[]][] = [
    ["portal", [{ memberId: portal.memberId, ...workflow }]],
    ["deliveries", deliveries.map((delivery) => ({ ...delivery, body: undefined }))],
    ["calls", calls],
  ];
  for (const { id } of fact.runs) {
    for (const [table, column] of [
      ["run", "id"],
      ["run_event", "run_id"],
      ["outbox", "run_id"],
    ]) {
      const order = table === "run" ? "" : " ORDER BY t.id";
      const text = `SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.${column} = $1${order}`;
      const rows = await bed.sql<{ row: unknown }>(text, [id]);
      parts.push([`rows of ${table}`, rows.map(({ row }) => row)]);
    }
    const jobs = await bed.sql<{ row: unknown }>(
      "SELECT to_jsonb(j) AS row FROM pgboss.job j WHERE data->>'runId' = $1",
      [id],
    );
    parts.push(["jobs", jobs.map(({ row }) => row)]);
  }
  parts.push(["lanes", await bed.sql("SELECT to_jsonb(l) AS row FROM portal_lane l")]);
  return parts
    .map(([name, rows]) => [name, ...rows.map((row) => `  ${toText(row)}`)].join("\n"))
    .join("\n");
}

function toText(row: unknown): string {
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
