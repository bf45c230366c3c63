import { toItem, type LogRow } from "../eventlog/log-row.ts";
import { isMap, type Json, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import {
  comparable,
  fieldCard,
  fieldNames,
  fieldProperties,
  fieldTexts,
  fieldValue,
} from "./fields.ts";
import { checkFilter, type CheckedFilter } from "./filter.ts";
import {
  checkDirection,
  checkLimit,
  checkLogSelect,
  checkOrder,
  checkPagination,
  checkSelect,
  checkSortable,
  pickKeys,
  type OrderPart,
} from "./request-shape.ts";
import { fieldError, requiredField, V3Error, wrongValue } from "./v3-error.ts";

export type V3Handler = (portal: Portal, params: JsonMap) => Json;

function compareRows(left: LogRow, right: LogRow, order: readonly OrderPart[]): number {
  for (const { field, isDescending } of order) {
    const first = comparable(left, field) ?? "";
    const second = comparable(right, field) ?? "";
    if (first === second) continue;
    const isBefore = first < second;
    return isBefore === isDescending ? 1 : -1;
  }
  return left.id - right.id;
}

interface Query {
  filter: CheckedFilter;
  order: OrderPart[];
  limit: number;
  offset: number;
}

/** In id order the rows need no sorting: walk from the near end and stop when the page is full. */
function walk(portal: Portal, query: Query, isDescending: boolean): LogRow[] {
  const { rows } = portal.eventLog;
  const { filter, limit, offset } = query;
  const low = portal.eventLog.lowerBound(filter.minId);
  const high = Number.isFinite(filter.maxId)
    ? portal.eventLog.lowerBound(filter.maxId + 1)
    : rows.length;
  const found: LogRow[] = [];
  let skipped = 0;
  for (let step = 0; step < high - low && found.length < limit; step += 1) {
    const row = rows[isDescending ? high - 1 - step : low + step];
    if (row === undefined || !filter.test(row)) continue;
    if (skipped < offset) skipped += 1;
    else found.push(row);
  }
  return found;
}

function select(portal: Portal, query: Query): LogRow[] {
  const { order, offset, limit } = query;
  const [first] = order;
  if (first === undefined || first.field === "id") {
    return walk(portal, query, first?.isDescending ?? false);
  }
  return portal.eventLog.rows
    .filter(query.filter.test)
    .sort((left, right) => compareRows(left, right, order))
    .slice(offset, offset + limit);
}

function itemsOf(portal: Portal, input: { rows: LogRow[]; names: readonly string[] }): Json {
  const { serverOffsetMinutes } = portal.settings;
  return {
    items: input.rows.map((row) => pickKeys({ ...toItem(row, serverOffsetMinutes) }, input.names)),
  };
}

function list(portal: Portal, params: JsonMap): Json {
  const names = checkLogSelect(params.select);
  const filter = checkFilter(params.filter, null);
  const order = checkOrder(params.order);
  const page = checkPagination(params.pagination, portal.settings.largestPage);
  return itemsOf(portal, { rows: select(portal, { filter, order, ...page }), names });
}

interface Cursor {
  field: string;
  value: number | string | null;
  isDescending: boolean;
  limit: number;
}

function checkCursor(cursor: Json | undefined, largest: number): Cursor {
  const limit = checkLimit(undefined, largest);
  const first = { field: "id", value: null, isDescending: false, limit };
  if (cursor === undefined) return first;
  if (!isMap(cursor)) throw wrongValue("cursor");
  const { field, value, order } = cursor;
  if (field === undefined || field === null) throw requiredField("cursor.field");
  if (value === undefined || value === null) throw requiredField("cursor.value");
  if (typeof field !== "string") throw wrongValue("cursor.field");
  checkSortable(field);
  return {
    field,
    value: fieldValue(field, value),
    isDescending: order === undefined ? false : checkDirection(order, { [field]: order }),
    limit: checkLimit(cursor.limit, largest),
  };
}

function tail(portal: Portal, params: JsonMap): Json {
  const names = checkLogSelect(params.select);
  const cursor = checkCursor(params.cursor, portal.settings.largestPage);
  const given = checkFilter(params.filter, cursor.field);
  const { field, value, isDescending, limit } = cursor;
  const filter: CheckedFilter = { ...given };
  if (value !== null) {
    const inside = given.test;
    filter.test = (row) => {
      const own = comparable(row, field);
      if (own === null || (isDescending ? own >= value : own <= value)) return false;
      return inside(row);
    };
    if (field === "id" && isDescending) filter.maxId = Number(value);
    if (field === "id" && !isDescending) filter.minId = Number(value);
  }
  const query: Query = { filter, order: [{ field, isDescending }], limit, offset: 0 };
  return itemsOf(portal, { rows: select(portal, query), names });
}

function get(portal: Portal, params: JsonMap): Json {
  if (params.id === undefined || params.id === null) throw requiredField("id");
  const id = Number(fieldValue("id", params.id));
  const names = checkLogSelect(params.select);
  const row = portal.eventLog.rows[portal.eventLog.lowerBound(id)];
  if (row?.id !== id) {
    throw new V3Error("ENTITYNOTFOUNDEXCEPTION", `Entry with ID = \`${String(id)}\` not found`);
  }
  return { item: pickKeys({ ...toItem(row, portal.settings.serverOffsetMinutes) }, names) };
}

const properties = { names: fieldProperties, entity: "DtoFieldDto" };

function fieldList(_portal: Portal, params: JsonMap): Json {
  const names = checkSelect(params.select, properties);
  return { items: fieldNames.map((name) => pickKeys(fieldCard(name) ?? {}, names)) };
}

function fieldGet(_portal: Portal, params: JsonMap): Json {
  const { name } = params;
  if (name === undefined || name === null) throw requiredField("name");
  if (typeof name !== "string") throw fieldError("name", "Wrong value of field `name`");
  const names = checkSelect(params.select, properties);
  const card = fieldCard(name);
  if (card === null) {
    const code = "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION";
    throw new V3Error(code, `Field \`${name}\` not found`, { status: 404 });
  }
  return { item: pickKeys({ ...card, ...fieldTexts[name] }, names) };
}

/** main.eventlog.*: read-only, scope main, administrators only. */
export const eventLogMethods: Record<string, V3Handler> = {
  "main.eventlog.list": list,
  "main.eventlog.get": get,
  "main.eventlog.tail": tail,
  "main.eventlog.field.list": fieldList,
  "main.eventlog.field.get": fieldGet,
};
