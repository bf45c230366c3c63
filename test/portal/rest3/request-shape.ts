import { asText, isMap, type Json, type JsonMap } from "../php-values.ts";
import { ENTITY, fieldNames, fieldOf } from "./fields.ts";
import { badOrder, badPagination, badSelect, fieldError, unknownField } from "./v3-error.ts";

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 1_000;

/** select: an array of known names; missing or empty means all. */
export function checkSelect(
  select: Json | undefined,
  input: { names: readonly string[]; entity: string },
): readonly string[] {
  if (select === undefined) return input.names;
  if (!Array.isArray(select)) throw badSelect(select);
  const wanted: string[] = [];
  for (const name of select) {
    if (typeof name !== "string") throw badSelect(select);
    if (!input.names.includes(name)) throw unknownField(name, input.entity);
    wanted.push(name);
  }
  return wanted.length === 0 ? input.names : input.names.filter((name) => wanted.includes(name));
}

export function checkLogSelect(select: Json | undefined): readonly string[] {
  return checkSelect(select, { names: fieldNames, entity: ENTITY });
}

export interface OrderPart {
  field: string;
  isDescending: boolean;
}

export function checkSortable(field: string): void {
  const known = fieldOf(field);
  if (known === null) throw unknownField(field, ENTITY);
  if (!known.filterable) throw fieldError(field, `Field \`${field}\` is not sortable`);
}

export function checkDirection(direction: Json | undefined, expression: Json): boolean {
  const text = typeof direction === "string" ? direction.toLowerCase() : "";
  if (text !== "asc" && text !== "desc") throw badOrder(expression);
  return text === "desc";
}

/** order: a map of field and direction; a list is refused, an empty one is an empty PHP map. */
export function checkOrder(order: Json | undefined): OrderPart[] {
  if (order === undefined || (Array.isArray(order) && order.length === 0)) return [];
  if (Array.isArray(order)) throw badOrder(order[0]);
  if (!isMap(order)) throw badOrder(order);
  return Object.entries(order).map(([field, direction]) => {
    checkSortable(field);
    return { field, isDescending: checkDirection(direction, { [field]: direction }) };
  });
}

function positive(value: Json, expression: Json): number {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^\d+$/.test(text) || Number(text) === 0) {
    throw badPagination(expression);
  }
  return Number(asText(text));
}

export function checkLimit(limit: Json | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  return Math.min(LARGEST_LIMIT, positive(limit, { limit }));
}

/** pagination: page wins over offset; zero and text are refused, 1000 is the silent most. */
export function checkPagination(pagination: Json | undefined): { limit: number; offset: number } {
  if (pagination === undefined) return { limit: DEFAULT_LIMIT, offset: 0 };
  if (Array.isArray(pagination) && pagination.length === 0) return checkPagination(undefined);
  if (!isMap(pagination)) throw badPagination(pagination);
  const { page, offset } = pagination;
  const limit = checkLimit(pagination.limit);
  const given = offset === undefined ? 0 : positive(offset, { offset });
  if (page === undefined) return { limit, offset: given };
  return { limit, offset: (positive(page, { page }) - 1) * limit };
}

export function pickKeys(item: JsonMap, names: readonly string[]): JsonMap {
  const result: JsonMap = {};
  for (const name of names) result[name] = item[name] ?? null;
  return result;
}
