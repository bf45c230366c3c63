import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

interface Edges {
  low: Date | null;
  high: Date | null;
}

/** From the portal's first entry to behind its last one; null when it has none. */
export async function dataSpan(snapshot: Snapshot): Promise<TimeSpan | null> {
  const params = openParams();
  const portal = params.add(snapshot.portalId, "bigint");
  // One look at the index by time of each month, however many entries there are.
  const edge = (order: string): string =>
    `(SELECT at FROM entry WHERE portal_id = ${portal} ORDER BY at ${order}, seq ${order} LIMIT 1)`;
  const text = `/* kept plan */ SELECT ${edge("ASC")} AS low, ${edge("DESC")} AS high`;
  const [edges] = await ask<Edges>(snapshot, text, params);
  if (!edges?.low || !edges.high) return null;
  return { from: edges.low, to: new Date(edges.high.getTime() + 1) };
}
