import type { PgBoss } from "pg-boss";
import type { Topic } from "./topics.ts";

/** Why a job is aborted when its worker is told to stop: nothing failed, so no try is counted. */
export class WorkerStops extends Error {
  constructor() {
    super("The worker stops.");
  }
}

/** Hands a job to the next worker at once, as if it had not been taken; nothing when another one has it by now. */
export async function giveBack(
  boss: PgBoss,
  input: { topic: Topic; id: string; retryCount: number },
): Promise<void> {
  // Without `started_on` the next claim counts no try.
  await boss.getDb().executeSql(
    `UPDATE pgboss.job SET state = 'retry', started_on = NULL, heartbeat_on = NULL
     WHERE name = $1 AND id = $2::uuid AND state = 'active' AND retry_count = $3::integer`,
    [input.topic, input.id, input.retryCount],
  );
}
