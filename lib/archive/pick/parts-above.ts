import { allParts, type Parts } from "../search/parts.ts";
import { smaller } from "../search/step-size.ts";
import type { Picking } from "./pick-plan.ts";

const NEAR_ROWS = 20_000;

/** Whether only a few of the latest entries can pass. */
export function isNearEnd({ plan, above }: Picking): boolean {
  return above > 0n && plan.snapshot.lastSeq - above <= BigInt(NEAR_ROWS);
}

/** All rows that may pass; where only a few of the latest can, by their numbers. */
export async function* partsAbove(picking: Picking): Parts {
  const { plan, above } = picking;
  const { lastSeq } = plan.snapshot;
  if (!isNearEnd(picking)) return yield* allParts(plan);
  const span = { from: plan.from, to: plan.to };
  let low = above;
  let rows = NEAR_ROWS;
  while (low < lastSeq && !plan.isNever) {
    const upTo = low + BigInt(rows);
    if ((yield { span, above: low, upTo }) === Infinity) rows = smaller(rows);
    else low = upTo;
  }
}
