import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

interface Edges {
  low: Date | null;
  high: Date | null;
}

/** From the portal's first entry to behind its last one; null when it has none. */
export async function dataSpan(snapshot: Snapshot): Promise<TimeSpan | null> {
  const { indexedSeq, low, high } = snapshot;
  const params = openParams();
  const portal = params.add(snapshot.portalId, "bigint");
  const text = `SELECT least(b.low, e.low) AS low, greatest(b.high, e.high) AS high FROM
    (SELECT
      (SELECT start::timestamp AT TIME ZONE 'UTC' FROM entry_tally
        WHERE portal_id = ${portal} AND period = 0 ORDER BY start LIMIT 1) AS low,
      (SELECT high_at FROM entry_block WHERE portal_id = ${portal}
        ORDER BY high_at DESC LIMIT 1) AS high) AS b,
    (SELECT min(at) AS low, max(at) AS high FROM (
      SELECT at FROM entry WHERE portal_id = ${portal}
        AND seq > ${params.add(indexedSeq, "bigint")}
        AND at >= ${params.add(low, "timestamptz")} AND at < ${params.add(high, "timestamptz")}
        OFFSET 0) AS loose) AS e`;
  const [edges] = await ask<Edges>(snapshot, text, params);
  if (!edges?.low || !edges.high) return null;
  return { from: edges.low, to: new Date(edges.high.getTime() + 1) };
}
