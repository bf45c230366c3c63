import type { LogRow } from "../eventlog/log-row.ts";
import { isMap, type Json, type JsonMap } from "../php-values.ts";
import { comparable, ENTITY, fieldOf, fieldValue } from "./fields.ts";
import { badFilter, fieldError, unknownField, V3Error } from "./v3-error.ts";

export type RowTest = (row: LogRow) => boolean;

/** A checked filter: the test of a row and the bounds of id it implies. */
export interface CheckedFilter {
  test: RowTest;
  minId: number;
  maxId: number;
}

const OPERATORS = ["=", "!=", ">", ">=", "<", "<=", "in", "between"];

type Value = number | string;

const comparisons: Record<string, (left: Value, right: Value) => boolean> = {
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
};

interface Condition {
  field: string;
  operator: string;
  values: Value[];
}

function checkField(field: Json, item: Json): string {
  if (typeof field !== "string") throw badFilter(item);
  const known = fieldOf(field);
  if (known === null) throw unknownField(field, ENTITY);
  if (!known.filterable) throw fieldError(field, `Field \`${field}\` is not filterable`);
  return field;
}

function scalars(value: Json, item: Json): Json[] {
  const isList = Array.isArray(value) && value.length > 0;
  if (!isList || value.some((part) => typeof part === "object")) throw badFilter(item);
  return value;
}

function conditionOf(item: Json[], input: { forbidden: string | null }): Condition {
  if (item.length < 2 || item.length > 3) throw badFilter(item);
  const [given = null, second = null, third = null] = item;
  if (typeof given === "string" && given === input.forbidden) {
    throw badFilter(`Cursor field ${given} cannot be used at filter.`);
  }
  const field = checkField(given, item);
  const isShort = item.length === 2;
  const value = isShort ? second : third;
  const operator = isShort ? (Array.isArray(second) ? "in" : "=") : second;
  if (typeof operator !== "string") throw badFilter(item);
  if (!OPERATORS.includes(operator)) {
    throw new V3Error("UNKNOWNFILTEROPERATOREXCEPTION", `Unknown filter operator \`${operator}\``);
  }
  if (operator !== "in" && operator !== "between") {
    if (typeof value === "object" && value !== null) throw badFilter(item);
    return { field, operator, values: [fieldValue(field, value)] };
  }
  const list = scalars(value, item);
  const isRange = list.length === 2 && fieldOf(field)?.type !== "string";
  if (operator === "between" && !isRange) throw badFilter(item);
  return { field, operator, values: list.map((part) => fieldValue(field, part)) };
}

function testOf({ field, operator, values }: Condition): RowTest {
  const [first = 0, second = 0] = values;
  if (operator === "in") {
    const wanted = new Set<unknown>(values);
    return (row) => wanted.has(comparable(row, field));
  }
  if (operator === "=") return (row) => comparable(row, field) === first;
  if (operator === "!=") return (row) => comparable(row, field) !== first;
  const compare = comparisons[operator];
  return (row) => {
    const value = comparable(row, field);
    if (value === null) return false;
    if (compare !== undefined) return compare(value, first);
    return value >= first && value <= second;
  };
}

interface Scope {
  forbidden: string | null;
  depth: number;
}

function groupTest(group: JsonMap, scope: Scope): RowTest {
  const { logic, conditions, negative, type } = group;
  const isPlain = (logic === "and" || logic === "or") && Array.isArray(conditions);
  const isNegativeRight = negative === undefined || typeof negative === "boolean";
  const isNestedRight = scope.depth === 0 || type === "filter";
  if (!isPlain || conditions.length === 0 || !isNegativeRight || !isNestedRight) {
    throw badFilter(group);
  }
  const tests = conditions.map((item) => itemTest(item, { ...scope, depth: scope.depth + 1 }));
  const holds: RowTest =
    logic === "and"
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row));
  return negative === true ? (row) => !holds(row) : holds;
}

function itemTest(item: Json, scope: Scope): RowTest {
  if (Array.isArray(item)) return testOf(conditionOf(item, scope));
  if (isMap(item)) return groupTest(item, scope);
  throw badFilter(item);
}

function idBounds(items: Json[]): { minId: number; maxId: number } {
  let minId = Number.NEGATIVE_INFINITY;
  let maxId = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (!Array.isArray(item) || item[0] !== "id") continue;
    const { operator, values } = conditionOf(item, { forbidden: null });
    const [first = 0, second = first] = values.map(Number);
    if (["=", ">", ">=", "between"].includes(operator)) minId = Math.max(minId, first);
    if (["=", "<", "<="].includes(operator)) maxId = Math.min(maxId, first);
    if (operator === "between") maxId = Math.min(maxId, second);
  }
  return { minId, maxId };
}

/** Reads the filter of a request; anything outside the grammar is refused. */
export function checkFilter(filter: Json | undefined, forbidden: string | null): CheckedFilter {
  const isEmpty = isMap(filter) && Object.keys(filter).length === 0;
  const items = filter === undefined || isEmpty ? [] : filter;
  if (!Array.isArray(items)) throw badFilter(items);
  const tests = items.map((item) => itemTest(item, { forbidden, depth: 0 }));
  return { test: (row) => tests.every((test) => test(row)), ...idBounds(items) };
}
