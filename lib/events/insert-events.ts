import { Prisma } from "../../prisma/generated/client.ts";

/**
 * The part of a statement that records events, for `WITH name AS (…)`. `source` selects, in this order: portal_id,
 * at, thing, response_ms, status, event_name, webhook_id, run, input, message, warnings, errors. The same thing of
 * the same moment is recorded once.
 */
export function insertEvents(source: Prisma.Sql): Prisma.Sql {
  // One order for all batches, so that two of them with the same things cannot wait for each other.
  return Prisma.sql`
    INSERT INTO processing_event (portal_id, at, id, response_ms, status, event_name, webhook_id,
      run, input, message, warnings, errors)
    SELECT portal_id, known_at, processing_event_id(known_at, thing), greatest(response_ms, 0),
      status, event_name, webhook_id, run, input, message, warnings, errors
    FROM (SELECT s.*, processing_event_at(s.at) AS known_at FROM (${source}) s (portal_id, at, thing,
      response_ms, status, event_name, webhook_id, run, input, message, warnings, errors)) e
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING`;
}
