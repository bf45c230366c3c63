import { OUTSIDE_FAULTS, type OutsideFault } from "../../shared.ts";

/** What a column says, also when another version of the app wrote it. */
export function toFault(stored: string | null): OutsideFault | null {
  if (stored === null) return null;
  return OUTSIDE_FAULTS.find((name) => name === stored) ?? "failed";
}
