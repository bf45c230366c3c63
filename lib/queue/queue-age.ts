import { runCompiled, type Db } from "../db/index.ts";

export interface TopicAge {
  topic: string;
  waiting: number;
  oldestSeconds: number;
}

const TEXT = `SELECT name AS topic, count(*)::int AS waiting,
    extract(epoch FROM now() - min(start_after))::float8 AS "oldestSeconds"
  FROM pgboss.job WHERE state < 'active' AND start_after <= now() GROUP BY name ORDER BY name`;

/** How long due jobs have been waiting, by topic; topics without such jobs are left out. */
export async function listTopicAges(db: Db): Promise<TopicAge[]> {
  return runCompiled<TopicAge>(db, { text: TEXT, values: [] });
}
