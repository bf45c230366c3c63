import { isEmpty, type TimeSpan } from "./place.ts";
import { openParams } from "./params.ts";
import { ask, type Snapshot } from "./snapshot.ts";

interface Edges {
  low: Date | null;
  high: Date | null;
}

/** The part of a span that rows without a block lie in: planning for it is cheap. Null when there are none. */
export async function looseSpan(snapshot: Snapshot, span: TimeSpan): Promise<TimeSpan | null> {
  const { portalId, indexedSeq, lastSeq } = snapshot;
  if (indexedSeq >= lastSeq) return null;
  const params = openParams();
  // Numbers alone name the rows, so all months are planned for, once a connection.
  const text = `/* kept plan */ SELECT min(at) AS low, max(at) AS high FROM (
      SELECT at FROM entry WHERE portal_id = ${params.add(portalId, "bigint")}
        AND seq > ${params.add(indexedSeq, "bigint")} OFFSET 0) AS loose`;
  const [edges] = await ask<Edges>(snapshot, text, params);
  if (!edges?.low || !edges.high) return null;
  const from = new Date(Math.max(edges.low.getTime(), span.from.getTime()));
  const to = new Date(Math.min(edges.high.getTime() + 1, span.to.getTime()));
  return isEmpty({ from, to }) ? null : { from, to };
}
