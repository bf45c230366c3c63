import { createHash } from "node:crypto";
import type { FaultBed } from "../bed.ts";
import type { Portal, WorkflowDetails } from "../../portal/index.ts";

export interface RunRow {
  id: string;
  portal: string;
  token: string;
  state: string;
  outcome: string | null;
  settledBy: string | null;
  message: string | null;
  /** Of a job, as the process gets it. */
  result: string | null;
  isWaiting: boolean;
  cause: string | null;
  linesStopped: string | null;
}

export interface LineRow {
  runId: string;
  seq: number;
  text: string;
  state: string;
  isOmitted: boolean;
}

/** One process of a portal with everything that the portal and the database know of its step. */
export interface Fact {
  portal: Portal;
  workflow: WorkflowDetails;
  /** The portal got a 200 for the call. */
  isAccepted: boolean;
  /** Answers other than 200, which the product itself gave. */
  refusals: number[];
  /** More than one is a fault. */
  runs: RunRow[];
  lines: LineRow[];
}

/** Names a token as the database does, without asking the product how. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const RUNS = `SELECT r.id, p.member_id AS portal, encode(r.token_hash, 'hex') AS token, r.state,
    r.outcome, r.settled_by AS "settledBy", r.outcome_message AS message,
    r.outcome_values->>'result' AS result, r.is_waiting AS "isWaiting", r.undeliverable_cause AS cause,
    r.lines_stopped AS "linesStopped"
  FROM run r JOIN portal p ON p.id = r.portal_id`;

const LINES = `SELECT run_id AS "runId", seq, body->>'message' AS text, state,
    is_omitted AS "isOmitted"
  FROM outbox WHERE kind = 'log' ORDER BY run_id, seq`;

/** Reads both sides when all is quiet. */
export async function collectFacts(bed: FaultBed): Promise<{ facts: Fact[]; strays: RunRow[] }> {
  const runs = Map.groupBy(await bed.sql<RunRow>(RUNS), ({ token }) => token);
  const lines = Map.groupBy(await bed.sql<LineRow>(LINES), ({ runId }) => runId);
  const deliveries = Map.groupBy(bed.cloud.journal.deliveries, ({ workflowId }) => workflowId);
  const known = new Set<string>();
  const facts = bed.cloud.portals.flatMap((portal) =>
    portal.workflows().map((workflow): Fact => {
      const token = hashToken(workflow.executions[0]?.eventToken ?? "");
      known.add(token);
      const calls = deliveries.get(workflow.id) ?? [];
      const own = runs.get(token) ?? [];
      return {
        portal,
        workflow,
        isAccepted: calls.some(({ status }) => status === 200),
        refusals: calls.flatMap(({ status }) => (status === null || status === 200 ? [] : status)),
        runs: own,
        lines: own.flatMap(({ id }) => lines.get(id) ?? []),
      };
    }),
  );
  const strays = [...runs].flatMap(([token, rows]) => (known.has(token) ? [] : rows));
  return { facts, strays };
}
