import { Prisma } from "../../prisma/generated/client.ts";
import { insertEvents } from "../events/index.ts";

/** Path of the handler that a step is registered with. */
export const ACTIVITY_PATH = "/b24/activity/";

/** Columns of a run that `runEvents` reads, for RETURNING or SELECT. */
export const EVENT_COLUMNS = Prisma.sql`run.id, run.called_at, run.portal_id, run.registered_code,
  run.workflow_id, run.document_id, run.received_at`;

interface RunEvents {
  /** What comes after FROM: rows with EVENT_COLUMNS, and with what the other parts name. */
  source: Prisma.Sql;
  /** Tells the records of one run apart. */
  kind: string;
  status: Prisma.Sql;
  message: Prisma.Sql;
  /** Null or a text. */
  cause: Prisma.Sql;
}

/** The part of a statement that records what became of runs; the moment is the database's. */
export function runEvents({ source, kind, status, message, cause }: RunEvents): Prisma.Sql {
  return insertEvents(Prisma.sql`
    SELECT r.portal_id, clock_timestamp()::timestamptz(3), r.id || ${`:${kind}`},
      least(extract(epoch FROM clock_timestamp() - r.received_at) * 1000, 2147483647)::integer,
      ${status}, r.registered_code, ${ACTIVITY_PATH} || r.registered_code, r.id,
      json_build_object('code', r.registered_code, 'workflow_id', r.workflow_id,
        'document_id', r.document_id)::text,
      ${message}, '{}'::text[], array_remove(ARRAY[${cause}], NULL)
    FROM ${source}`);
}

/** The record of answers that the portal will never have; `cause` names a column of `source`. */
export function undeliverableEvents(source: Prisma.Sql, cause: Prisma.Sql): Prisma.Sql {
  return runEvents({
    source,
    kind: "undeliverable",
    status: Prisma.sql`'DELIVERY_FAILED'`,
    message: Prisma.sql`'The answer of the step could not be delivered to the portal.'`,
    cause,
  });
}
