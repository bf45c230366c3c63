import { invalidInput } from "../../errors.ts";
import type { Place } from "./walk-chain.ts";

interface Span {
  fromSeq: bigint | undefined;
  toSeq: bigint | undefined;
}

/** The numbers to be checked: from the first and to the last one where nothing else is asked for. */
export function toSpan({ fromSeq, toSeq, head }: Span & { head: Place }): {
  first: bigint;
  last: bigint;
} {
  const first = fromSeq ?? 1n;
  const last = toSeq ?? head.seq;
  if (fromSeq !== undefined && fromSeq > head.seq) throw outside("fromSeq", head);
  if (toSeq !== undefined && toSeq > head.seq) throw outside("toSeq", head);
  if (first > last && head.seq > 0n) throw refusal("fromSeq", "must not be above toSeq");
  return { first, last };
}

function outside(name: string, head: Place): Error {
  return refusal(name, `the archive ends at ${head.seq}`);
}

function refusal(at: string, message: string): Error {
  return invalidInput(`${at}: ${message}`, [{ at, message }]);
}
