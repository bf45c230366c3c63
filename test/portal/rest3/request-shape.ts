import { asText, isMap, type Json, type JsonMap } from "../php-values.ts";
import { ENTITY, fieldNames, fieldOf } from "./fields.ts";
import { badOrder, badPagination, badSelect, fieldError, unknownField } from "./v3-error.ts";

const DEFAULT_LIMIT = 50;

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

export function checkLimit(limit: Json | undefined, largest: number): number {
  if (limit === undefined) return Math.min(largest, DEFAULT_LIMIT);
  return Math.min(largest, positive(limit, { limit }));
}

/** pagination: page wins over offset; zero and text are refused, the largest page is a silent most. */
export function checkPagination(
  pagination: Json | undefined,
  largest: number,
): { limit: number; offset: number } {
  if (pagination === undefined) return { limit: checkLimit(undefined, largest), offset: 0 };
  if (Array.isArray(pagination) && pagination.length === 0) {
    return checkPagination(undefined, largest);
  }
  if (!isMap(pagination)) throw badPagination(pagination);
  const { page, offset } = pagination;
  const limit = checkLimit(pagination.limit, largest);
  const given = offset === undefined ? 0 : positive(offset, { offset });
  if (page === undefined) return { limit, offset: given };
  return { limit, offset: (positive(page, { page }) - 1) * limit };
}

export function pickKeys(item: JsonMap, names: readonly string[]): JsonMap {
  const result: JsonMap = {};
  for (const name of names) result[name] = item[name] ?? null;
  return result;
}
