import { KEEP_CLASSES } from "./keep-class.ts";
import { isOver, type Month } from "./months.ts";

interface Removal {
  keep: number;
  /** The last one that must be over. */
  month: Month;
  removedAt: Date;
}

// Who recorded it and who checks it may go by clocks of their own.
const CLOCKS_MS = 86_400_000;

/** Whether retention can have removed these at that time: of a class that ends, with the month's time over by then. */
export function canBeRemoved({ keep, month, removedAt }: Removal, now: Date): boolean {
  const known = KEEP_CLASSES.find((months) => months === keep);
  if (known === undefined || removedAt.getTime() > now.getTime() + CLOCKS_MS) return false;
  return isOver({ keep: known, month, now: new Date(removedAt.getTime() + CLOCKS_MS) });
}
