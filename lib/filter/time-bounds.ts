import { allOf, type Bound, type CompareOp, type Node } from "./ast.ts";
import { ENTRY_FIELDS, findField, type FieldTable } from "./fields.ts";
import { compareLimit, valueLimits, type Clock, type TimeLimit } from "./resolve-time.ts";

/** Start inclusive, end exclusive; null where the query sets no bound. */
export interface TimeBounds {
  from: Date | null;
  to: Date | null;
}

/** The time outside of which no row can meet the query, as far as conditions on time say so. */
export function timeBounds(
  node: Node | null,
  clock: Clock,
  fields: FieldTable = ENTRY_FIELDS,
): TimeBounds {
  const bounds: TimeBounds = { from: null, to: null };
  for (const limit of limitsOf(node, clock, fields)) narrow(bounds, limit);
  return bounds;
}

// One branch of OR or a negation says nothing about all rows.
function limitsOf(node: Node | null, clock: Clock, fields: FieldTable): TimeLimit[] {
  if (node?.kind === "and") return node.items.flatMap((item) => limitsOf(item, clock, fields));
  if (node?.kind !== "field" || !isTime(node, fields)) return [];
  const { test } = node;
  if (test.kind === "time") return valueLimits(test.value, clock);
  if (test.kind === "compare") return boundLimits(test.op, test.bound, clock);
  if (test.kind !== "range") return [];
  return [...boundLimits(">=", test.from, clock), ...boundLimits("<=", test.to, clock)];
}

function boundLimits(op: CompareOp, bound: Bound, clock: Clock): TimeLimit[] {
  return bound.kind === "moment" ? [compareLimit(op, bound.value, clock)] : [];
}

// Times are kept to the millisecond, so the next one is the first that is not meant.
function narrow(bounds: TimeBounds, { op, at }: TimeLimit): void {
  const next = op === ">" || op === "<=" ? new Date(at.getTime() + 1) : at;
  if (op.startsWith(">")) {
    bounds.from = bounds.from === null || next > bounds.from ? next : bounds.from;
  } else {
    bounds.to = bounds.to === null || next < bounds.to ? next : bounds.to;
  }
}

/** The query without the conditions on time that `timeBounds` tells in full. */
export function withoutTimes(node: Node | null, fields: FieldTable = ENTRY_FIELDS): Node | null {
  if (node === null || isTime(node, fields)) return null;
  if (node.kind !== "and") return node;
  return allOf(node.items.map((item) => withoutTimes(item, fields)));
}

function isTime(node: Node, fields: FieldTable): boolean {
  return node.kind === "field" && findField(fields, node.field)?.kind === "time";
}
