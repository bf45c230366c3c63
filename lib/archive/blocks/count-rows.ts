import { addressCell, userCell } from "./cell-values.ts";
import type { Address, Cells, Pairs } from "./cells.ts";
import type { CountedRow } from "./read-rows.ts";

export const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** What entries of a period are counted by together. */
export interface TallyKey {
  /** First day (UTC). */
  start: string;
  keep: number;
  severityId: number;
  typeId: number;
  moduleId: number;
  /** 0 where there is none. */
  siteId: number;
}

/** What is added to a day's counts; less than nothing where rows go. */
export interface TallyChange extends TallyKey {
  /** By quarter of an hour, from 0. */
  parts: Cells;
  pairs: Pairs;
}

/** Changes of counts that are gathered before they are written. */
export type CountChanges = Map<string, TallyChange>;

export function openCounts(): CountChanges {
  return new Map();
}

/** Counts a row in, or out again with -1. */
export function countRow(changes: CountChanges, row: CountedRow, by: 1 | -1): void {
  const day = Math.floor(row.at / DAY_MS);
  const { keep, severityId, typeId, moduleId, userId, addr, addrText } = row;
  const siteId = row.siteId ?? 0;
  const key = `${day} ${keep} ${severityId} ${typeId} ${moduleId} ${siteId}`;
  let change = changes.get(key);
  if (change === undefined) {
    const ids = { keep, severityId, typeId, moduleId, siteId };
    change = { start: toDay(day), ...ids, parts: new Map(), pairs: new Map() };
    changes.set(key, change);
  }
  add(change.parts, Math.floor((row.at - day * DAY_MS) / QUARTER_MS), by);
  add(addressesOf(change.pairs, userCell(userId)), addressCell(addrText ?? addr), by);
}

export function add<Value>(cells: Cells<Value>, value: Value, by: number): void {
  cells.set(value, (cells.get(value) ?? 0) + by);
}

export function addressesOf(pairs: Pairs, user: number): Cells<Address> {
  let addresses = pairs.get(user);
  if (addresses === undefined) pairs.set(user, (addresses = new Map<Address, number>()));
  return addresses;
}

function toDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
