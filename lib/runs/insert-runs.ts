import { Prisma } from "../../prisma/generated/client.ts";
import type { Db } from "../db/index.ts";
import { insertEvents, noteEvents } from "../events/index.ts";
import { ACTIVITY_PATH } from "./event-rows.ts";

/** One call of the portal, ready for the table; secrets are sealed and hashed already. */
export interface IntakeRow {
  id: string;
  portalId: string;
  tokenHash: string;
  tokenSealed: string;
  calledAt: Date | null;
  stepCode: string;
  registeredCode: string;
  workflowId: string;
  documentId: string[];
  documentType: string[];
  properties: unknown;
  isWaiting: boolean;
  timeoutSeconds: number;
  limitSeconds: number;
  ownLimitSeconds: number | null;
  calledByUserId: number | null;
  heartbeatSeconds: number | null;
  accessSealed: string | null;
  requestId: string;
  /** Masked JSON for the processing log. */
  request: string | null;
  /** Read when the row is written, so that the time it took until then counts. */
  arrival(): { startedAt: Date; responseMs: number; warnings: string[] };
}

export interface StoredRun {
  id: string;
  calledAt: Date;
}

// - `called_at` is the portal's own time while that lies between 2 days ago and tomorrow: a repeated call carries
//   the same one, so the unique index finds it. Without a usable time it is the start of the month: equal for
//   every repetition of that month, and `NOT EXISTS` finds one of the month before.
// - The deadline counts from the portal's time, but never from one ahead of the database's clock.
// - `FOR SHARE` waits for an uninstall under way and sees its result: no run starts behind its clean-up's back.
// - One order for all batches, so that two of them with the same duplicates cannot wait for each other.
// - The processing log's record of the call is written with the run, or not at all.
export async function insertRuns(db: Db, rows: IntakeRow[]): Promise<StoredRun[]> {
  return db.$queryRaw<StoredRun[]>`/* kept plan */
    WITH call AS (
      SELECT c.*, decode(c."tokenHash", 'hex') AS token_hash,
        (c."calledAt" BETWEEN now() - interval '2 days' AND now() + interval '1 day') IS TRUE AS is_timed,
        coalesce(least(c."calledAt", now()), now()) AS counts_from
      FROM json_to_recordset(${toJson(rows)}::json) AS c (
        id uuid, "portalId" bigint, "tokenHash" text, "tokenSealed" text, "calledAt" timestamptz(3),
        "stepCode" text, "registeredCode" text, "workflowId" text, "documentId" text[],
        "documentType" text[], properties jsonb, "isWaiting" boolean, "timeoutSeconds" integer,
        "limitSeconds" integer, "calledByUserId" integer, "heartbeatSeconds" integer,
        "accessSealed" text, "ownLimitSeconds" integer, "requestId" text, request text,
        "startedAt" timestamptz(3), "responseMs" integer, warnings text[])
    ), fresh AS (
      INSERT INTO run (id, called_at, portal_id, token_hash, token_sealed, step_code, registered_code,
        workflow_id, document_id, document_type, properties, is_waiting, timeout_seconds,
        called_by_user_id, heartbeat_seconds, access_sealed, deadline_at)
      SELECT c.id,
        CASE WHEN is_timed THEN c."calledAt" ELSE date_trunc('month', now(), 'UTC') END,
        c."portalId", c.token_hash, c."tokenSealed", c."stepCode", c."registeredCode",
        c."workflowId", c."documentId", c."documentType", c.properties, c."isWaiting",
        c."timeoutSeconds", c."calledByUserId", c."heartbeatSeconds", c."accessSealed",
        least(c.counts_from + make_interval(secs => c."ownLimitSeconds"),
          CASE WHEN c."timeoutSeconds" > 0
            THEN c.counts_from + make_interval(secs =>
              c."timeoutSeconds" - least(greatest(c."timeoutSeconds" / 10.0, 2), 60)::float8)
            WHEN c."ownLimitSeconds" IS NULL
            THEN now() + make_interval(secs => c."limitSeconds") END)
      FROM call c JOIN portal p ON p.id = c."portalId" AND p.state <> 'removed'
      WHERE is_timed OR NOT EXISTS (
        SELECT FROM run r WHERE r.portal_id = c."portalId" AND r.token_hash = c.token_hash)
      ORDER BY c."portalId", c.token_hash
      FOR SHARE OF p
      ON CONFLICT (portal_id, token_hash, called_at) DO NOTHING
      RETURNING id, called_at, portal_id
    ), noted AS (${insertEvents(STORED)})
    SELECT id::text, called_at AS "calledAt" FROM fresh`;
}

const STORED = Prisma.sql`
  SELECT c."portalId", c."startedAt", c."requestId", c."responseMs", 'EVENT_SUCCESS',
    c."registeredCode", ${ACTIVITY_PATH} || c."registeredCode", c.id, c.request,
    'The call was stored and its run was started.', c.warnings, '{}'::text[]
  FROM fresh JOIN call c ON c.id = fresh.id`;

function toJson(rows: IntakeRow[]): string {
  return JSON.stringify(rows.map((row) => ({ ...row, ...row.arrival() })));
}

/** Records calls that had started runs before; the same call handled again, as after an outage, is none of these. */
export async function noteRepeated(
  db: Db,
  calls: { row: IntakeRow; runId: string }[],
): Promise<void> {
  const events = calls.map(({ row, runId }) => ({
    ...row.arrival(),
    portalId: BigInt(row.portalId),
    thing: row.requestId,
    status: "EVENT_DUPLICATE" as const,
    eventName: row.registeredCode,
    webhookId: `${ACTIVITY_PATH}${row.registeredCode}`,
    runId,
    input: row.request,
    message: "The call was stored before: it started no second run.",
  }));
  await noteEvents(db, events);
}

/** The runs that calls of these tokens had started before. */
export async function findByToken(
  db: Db,
  rows: IntakeRow[],
): Promise<{ id: string; portalId: string; tokenHash: string }[]> {
  const keys = rows.map(({ portalId, tokenHash }) => ({ portalId, tokenHash }));
  return db.$queryRaw`
    SELECT r.id::text, c."portalId"::text, c."tokenHash"
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS c ("portalId" bigint, "tokenHash" text)
    JOIN run r ON r.portal_id = c."portalId" AND r.token_hash = decode(c."tokenHash", 'hex')
    ORDER BY r.called_at DESC`;
}
