import { hash } from "node:crypto";
import type { CountedRow } from "./read-rows.ts";

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** What is added to the counts of a day (UTC); less than nothing where rows go. */
export interface DayChange {
  day: string;
  keep: number;
  severityId: number;
  typeId: number;
  moduleId: number;
  /** By quarter of an hour, from 0. */
  quarters: Map<number, number>;
}

export interface CubeChange {
  day: string;
  key: string;
  keep: number;
  severityId: number;
  typeId: number;
  moduleId: number;
  siteId: number | null;
  userId: number | null;
  addr: string | null;
  addrText: string | null;
  total: number;
}

/** Changes of counts that are gathered before they are written. */
export interface CountChanges {
  days: Map<string, DayChange>;
  cube: Map<string, CubeChange>;
}

export function openCounts(): CountChanges {
  return { days: new Map(), cube: new Map() };
}

/** Counts a row in, or out again with -1. */
export function countRow(changes: CountChanges, row: CountedRow, by: 1 | -1): void {
  const dayAt = Math.floor(row.at / DAY_MS);
  const { keep, severityId, typeId, moduleId } = row;
  const ids = { keep, severityId, typeId, moduleId };
  const dayKey = `${dayAt} ${keep} ${severityId} ${typeId} ${moduleId}`;
  let day = changes.days.get(dayKey);
  if (day === undefined) {
    day = { day: toDay(dayAt), ...ids, quarters: new Map() };
    changes.days.set(dayKey, day);
  }
  const quarter = Math.floor((row.at - dayAt * DAY_MS) / QUARTER_MS);
  day.quarters.set(quarter, (day.quarters.get(quarter) ?? 0) + by);
  const { siteId, userId, addr, addrText } = row;
  const cubeKey = `${dayKey} ${siteId} ${userId} ${addr} ${addrText}`;
  const cell = changes.cube.get(cubeKey);
  if (cell === undefined) {
    const values = { ...ids, siteId, userId, addr, addrText };
    const key = cubeDigest(values);
    changes.cube.set(cubeKey, { day: day.day, key, ...values, total: by });
  } else {
    cell.total += by;
  }
}

// An address as sent may hold anything, so it stands last and nothing behind it can be taken for a part of it.
function cubeDigest(values: Omit<CubeChange, "day" | "key" | "total">): string {
  const { keep, severityId, typeId, moduleId, siteId, userId, addr, addrText } = values;
  const all = [keep, severityId, typeId, moduleId, siteId, userId, addr, addrText];
  return String(hash("sha256", JSON.stringify(all), "buffer").readBigInt64BE());
}

function toDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
