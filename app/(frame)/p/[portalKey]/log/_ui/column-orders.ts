import { byValue, type EntryOrder, type ValueOrder } from "../../../../../../lib/archive/shared.ts";

/** Columns whose head puts the rows in their order, and by what. */
const ORDERS: Record<string, ValueOrder | "time"> = {
  time: "time",
  severity: "severity",
  event: "type",
  user: "user",
  ip: "ip",
  module: "module",
};

export interface ColumnOrder {
  /** The order by this column that the rows are in; null while they are in another one. */
  direction: "ascending" | "descending" | null;
  /** What the rows are in after its head was pressed. */
  next: EntryOrder;
}

/** What the head of a column says of the order, and what it makes of it; null for columns without one. */
export function columnOrder(column: string, present: EntryOrder): ColumnOrder | null {
  const by = ORDERS[column];
  if (by === undefined) return null;
  if (by === "time") {
    if (byValue(present) !== null) return { direction: null, next: "desc" };
    const isOldestFirst = present === "asc";
    return {
      direction: isOldestFirst ? "ascending" : "descending",
      next: isOldestFirst ? "desc" : "asc",
    };
  }
  const now = byValue(present);
  // The gravest are what somebody wants to see; names and addresses begin at their beginning.
  if (now?.name !== by) return { direction: null, next: by === "severity" ? "-severity" : by };
  return now.isDown
    ? { direction: "descending", next: by }
    : { direction: "ascending", next: `-${by}` };
}
