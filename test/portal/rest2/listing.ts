import { asList, asText, isMap, upperKeys, type Json, type JsonMap } from "../php-values.ts";
import type { RestAnswer } from "./call.ts";

const PAGE = 50;
const PREFIX = /^(!=|<=|>=|[=!<>@%])?(.+)$/;

function compare(left: Json | undefined, right: Json): number {
  const first = Number(asText(left));
  const second = Number(asText(right));
  const areNumbers = !Number.isNaN(first) && !Number.isNaN(second);
  if (areNumbers && asText(left) !== "" && asText(right) !== "") return first - second;
  return asText(left) < asText(right) ? -1 : Number(asText(left) > asText(right));
}

function flag(value: Json): Json {
  if (value === "true" || value === "Y") return true;
  return value === "false" || value === "N" ? false : value;
}

function equals(actual: Json | undefined, wanted: Json): boolean {
  if (typeof actual === "boolean") return actual === Boolean(flag(wanted));
  if (wanted === null) return actual === null || actual === undefined;
  return compare(actual, wanted) === 0;
}

function holds(row: JsonMap, input: { key: string; value: Json }): boolean {
  const match = PREFIX.exec(input.key);
  const actual = row[(match?.[2] ?? "").toUpperCase()];
  const options = asList(input.value);
  const isOneOf = options.some((option) => equals(actual, option));
  switch (match?.[1]) {
    case "!":
    case "!=":
      return !isOneOf;
    case "<":
      return compare(actual, input.value) < 0;
    case "<=":
      return compare(actual, input.value) <= 0;
    case ">":
      return compare(actual, input.value) > 0;
    case ">=":
      return compare(actual, input.value) >= 0;
    case "%":
      return asText(actual).toLowerCase().includes(asText(input.value).toLowerCase());
    default:
      return isOneOf;
  }
}

function ordered(rows: JsonMap[], order: JsonMap): JsonMap[] {
  const keys = Object.entries(order);
  if (keys.length === 0) return rows;
  return rows.toSorted((left, right) => {
    for (const [key, direction] of keys) {
      const sign = asText(direction).toUpperCase() === "DESC" ? -1 : 1;
      const field = key.toUpperCase();
      const difference = compare(left[field], right[field] ?? null);
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}

function selected(row: JsonMap, fields: readonly string[]): JsonMap {
  if (fields.length === 0) return row;
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(row)) if (fields.includes(key)) result[key] = value;
  return result;
}

/** The list conventions of v2: 50 rows a page, start as offset, start=-1 without counting. */
export function listAnswer(
  params: JsonMap,
  input: { rows: JsonMap[]; defaultSelect: readonly string[]; order?: JsonMap },
): RestAnswer {
  const filter = isMap(params.FILTER) ? params.FILTER : {};
  const order = isMap(params.ORDER) ? params.ORDER : (input.order ?? {});
  const select = asList(params.SELECT).map((name) => asText(name).toUpperCase());
  const matching = input.rows.filter((row) => {
    return Object.entries(filter).every(([key, value]) => holds(row, { key, value }));
  });
  const start = Number(asText(params.START)) || 0;
  const offset = Math.max(0, start);
  const sorted = ordered(matching, upperKeys(order)).slice(offset, offset + PAGE);
  const fields = select.length > 0 && !select.includes("*") ? select : input.defaultSelect;
  const result = sorted.map((row) => selected(row, fields));
  if (start < 0) return { result };
  const total = matching.length;
  return offset + PAGE < total ? { result, total, next: offset + PAGE } : { result, total };
}
