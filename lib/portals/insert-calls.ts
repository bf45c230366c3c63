import type { Db } from "../db/index.ts";

/** One row of the call log, masked and cut. */
export interface CallRow {
  /** By the clock of `performance.now()`: the database computes the time from the row's age. */
  startedAtMs: number;
  portalId: string;
  requestId: string;
  method: string;
  api: string;
  priority: string | null;
  attempt: number;
  status: number | null;
  outcome: "ok" | "error";
  code: string | null;
  platformCode: string | null;
  message: string | null;
  durationMs: number;
  methods: string[];
  codes: string[];
  runIds: string[];
  commands: unknown;
  request: unknown;
  response: unknown;
  isRequestCut: boolean;
  isResponseCut: boolean;
}

export async function insertCalls(db: Db, rows: CallRow[]): Promise<number> {
  const now = performance.now();
  const text = JSON.stringify(
    rows.map(({ startedAtMs, ...row }) => ({ ...row, ageMs: Math.max(0, now - startedAtMs) })),
  );
  return db.$executeRaw`
    INSERT INTO rest_call (at, portal_id, request_id, method, api, priority, attempt, status, outcome,
      code, platform_code, message, duration_ms, methods, codes, run_ids, commands, request, response,
      is_request_cut, is_response_cut)
    SELECT clock_timestamp() - make_interval(secs => "ageMs" / 1000), "portalId", "requestId", method,
      api, priority, attempt, status, outcome, code, "platformCode", message, "durationMs", methods,
      codes, "runIds", commands, request, response, "isRequestCut", "isResponseCut"
    FROM json_to_recordset(${text}::json) AS row(
      "ageMs" float8, "portalId" bigint, "requestId" text, method text, api text, priority text,
      attempt integer, status integer, outcome text, code text, "platformCode" text, message text,
      "durationMs" integer, methods text[], codes text[], "runIds" uuid[], commands json,
      request json, response json, "isRequestCut" boolean, "isResponseCut" boolean)
    -- What was cleaned meanwhile stays clean.
    WHERE EXISTS (SELECT FROM portal WHERE portal.id = "portalId")`;
}
