import { OUTSIDE_FAULTS, type OutsideFault } from "../../shared.ts";

// The former version notes sentences, also while its processes still run beside ours.
const SENTENCES: ReadonlyMap<string, OutsideFault> = new Map([
  ["its address is not one of the public internet", "address_refused"],
  ["the connection was refused", "connection_refused"],
  ["its name is not known", "name_unknown"],
  ["its name could not be looked up", "lookup_failed"],
  ["no connection within 5 seconds", "no_connection"],
  ["the connection was reset", "reset"],
  ["the connection was closed without an answer", "closed"],
  ["no answer within 15 seconds", "no_answer"],
  ["the attempt was ended", "ended"],
]);

/** What a column says, also when another version of the app wrote it. */
export function toFault(stored: string | null): OutsideFault | null {
  if (stored === null) return null;
  return OUTSIDE_FAULTS.find((name) => name === stored) ?? SENTENCES.get(stored) ?? "failed";
}
