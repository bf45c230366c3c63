import { runCompiled, type Db } from "../db/index.ts";

export interface WorkerIdentity {
  id: string;
  host: string;
  pid: number;
}

const UPSERT = `INSERT INTO worker_heartbeat (id, host, pid) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET seen_at = now() RETURNING id`;
const FORGET_OLD = `DELETE FROM worker_heartbeat WHERE seen_at < now() - interval '1 day' RETURNING id`;

/** Tells that this worker lives; by the database's clock, whatever this machine's says. */
export async function beat(db: Db, { id, host, pid }: WorkerIdentity): Promise<void> {
  await runCompiled(db, { text: UPSERT, values: [id, host, pid] });
}

/** A worker that stops as planned leaves no trace; one that died stands as not seen for a day. */
export async function forgetWorkers(db: Db, input: { id?: string } = {}): Promise<void> {
  if (input.id === undefined) await runCompiled(db, { text: FORGET_OLD, values: [] });
  else await db.workerHeartbeat.deleteMany({ where: { id: input.id } });
}
