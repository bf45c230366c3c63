import { parseQuery, type QueryFault } from "../../../../../../lib/filter/shared.ts";
import { expressionsIn } from "../../../../../../lib/steps/shared.ts";

/** What is wrong with a query; what the process puts in later is not judged. */
export function queryFaults(text: string): QueryFault[] {
  const open = expressionsIn(text);
  // A word of the same length stands in, so that places stay what they are.
  const filled = open.reduce(
    (query, { start, end }) => query.slice(0, start) + "x".repeat(end - start) + query.slice(end),
    text,
  );
  const read = parseQuery(filled);
  if (read.ok) return [];
  return read.faults.filter(
    ({ at }) => !open.some(({ start, end }) => at.start < end && at.end > start),
  );
}
