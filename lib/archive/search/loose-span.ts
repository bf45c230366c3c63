import { isEmpty, type TimeSpan } from "./place.ts";
import { openParams } from "./params.ts";
import { askStep, type Snapshot } from "./snapshot.ts";

interface Edges {
  low: Date | null;
  high: Date | null;
}

// More rows would take longer to look at than planning for all months does.
const MAX_LOOKED = 200_000n;

/** The part of a span that rows without a block lie in: planning for it is cheap. Null when there are none. */
export async function looseSpan(snapshot: Snapshot, span: TimeSpan): Promise<TimeSpan | null> {
  const { portalId, indexedSeq, lastSeq } = snapshot;
  if (indexedSeq >= lastSeq) return null;
  if (lastSeq - indexedSeq > MAX_LOOKED) return span;
  const params = openParams();
  // Numbers alone name the rows, so all months are planned for, once a connection: values that are no constants give
  // the same plan each time. A column beside the times keeps it from reading all of an index that holds both.
  const text = `/* kept plan */ SELECT min(at) AS low, max(at) AS high, max(epoch) AS epoch FROM (
      SELECT at, epoch FROM entry WHERE portal_id = (SELECT ${params.add(portalId, "bigint")})
        AND seq > (SELECT ${params.add(indexedSeq, "bigint")})
        AND seq <= (SELECT ${params.add(lastSeq, "bigint")}) OFFSET 0) AS loose`;
  const found = await askStep<Edges>(snapshot, text, params);
  if (found === null) return span;
  const [edges] = found;
  if (!edges?.low || !edges.high) return null;
  const from = new Date(Math.max(edges.low.getTime(), span.from.getTime()));
  const to = new Date(Math.min(edges.high.getTime() + 1, span.to.getTime()));
  return isEmpty({ from, to }) ? null : { from, to };
}
