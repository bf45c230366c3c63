import { internal } from "../errors.ts";
import { runCompiled, type Db } from "../db/index.ts";

/** What one look at the database tells about runs and lanes; times in seconds of its own clock. */
export interface Measures {
  workers: number;
  workerSeenSeconds: number | null;
  /** How long the lane that may be claimed has been waiting for a worker. */
  laneLagSeconds: number;
  blockedLanes: number;
  openRuns: number;
  settledRuns: number;
  overdueRuns: number;
  pendingRows: number;
  oldestPendingSeconds: number;
  deadRowsOfDay: number;
  lostPortals: number;
  unindexedEntries: number;
  /** How long the entries that would fill a block have been waiting for the indexer. */
  indexLagSeconds: number;
}

const ALIVE_SECONDS = 30;

// Every part reads through a partial index of what is open or due, never the history.
const TEXT = `SELECT
  (SELECT count(*) FROM worker_heartbeat WHERE seen_at > now() - make_interval(secs => $1))::int AS workers,
  (SELECT extract(epoch FROM now() - max(seen_at)) FROM worker_heartbeat)::float8 AS "workerSeenSeconds",
  (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(greatest(due_at, lease_until, blocked_until)))), 0)
    FROM portal_lane l JOIN portal p ON p.id = l.portal_id AND p.state NOT IN ('suspended', 'removed')
    WHERE due_at <= now())::float8 AS "laneLagSeconds",
  (SELECT count(*) FROM portal_lane WHERE blocked_until > now() AND block_reason IS NOT NULL)::int
    AS "blockedLanes",
  (SELECT count(*) FROM run WHERE state IN ('received', 'running'))::int AS "openRuns",
  (SELECT count(*) FROM run WHERE state = 'settled')::int AS "settledRuns",
  (SELECT count(*) FROM run WHERE state IN ('received', 'running')
    AND deadline_at < now() - interval '60 seconds')::int AS "overdueRuns",
  (SELECT count(*) FROM outbox WHERE state = 'pending')::int AS "pendingRows",
  (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM outbox WHERE state = 'pending')::float8
    AS "oldestPendingSeconds",
  (SELECT count(*) FROM outbox WHERE state = 'dead' AND created_at > now() - interval '1 day'
    AND called_at > now() - interval '40 days')::int AS "deadRowsOfDay",
  (SELECT count(*) FROM portal WHERE state = 'auth_lost')::int AS "lostPortals",
  (SELECT coalesce(sum(h.last_seq - coalesce(i.indexed_seq, 0)), 0) FROM archive_head h
    LEFT JOIN archive_index i ON i.portal_id = h.portal_id)::float8 AS "unindexedEntries",
  (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(behind_since))), 0) FROM archive_index)::float8
    AS "indexLagSeconds"`;

export async function measure(db: Db): Promise<Measures> {
  const [row] = await runCompiled<Measures>(db, { text: TEXT, values: [ALIVE_SECONDS] });
  if (row === undefined) throw internal("The measures gave no row.");
  return row;
}
