import { listChips, replaceChip, type Chip } from "../../../../../../lib/filter/shared.ts";

export interface Condition {
  chip: Chip;
  /** The query without this condition. */
  rest: string;
}

/** The outermost conditions of a query, each with what is left when it is taken away. */
export function conditionsOf(q: string): Condition[] {
  return listChips(q).map((chip) => ({ chip, rest: replaceChip(q, chip, "") }));
}

/** The stretch of a range's length around a moment; a day where the range has no ends. */
export function around(at: string, lengthMs: number | null): { from: string; to: string } {
  const half = (lengthMs ?? 86_400_000) / 2;
  const middle = Date.parse(at);
  return {
    from: new Date(middle - half).toISOString(),
    to: new Date(middle + half).toISOString(),
  };
}
