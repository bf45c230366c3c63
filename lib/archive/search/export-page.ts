import type { EntryView } from "../entry-view.ts";
import { PAGE_BYTES, placeOf, type NextRows } from "./export-rows.ts";
import type { ExportTexts } from "./export-texts.ts";
import type { Direction, Place } from "./place.ts";

export interface ExportPage {
  entries: EntryView[];
  /** Everything up to here was looked at: the next page begins behind it. */
  place: Place;
  isEnd: boolean;
}

export interface Read {
  upTo: bigint;
  direction: Direction;
  texts: ExportTexts;
  /** Rows that the next page tries: so many as went in one step, and in the bytes of a page. */
  rows: number;
}

export const MAX_ROWS = 5_000;

export function toPage({ rows, isCut, place, isEnd }: NextRows, read: Read): ExportPage {
  const { texts, upTo } = read;
  const fitting = texts.fitting(rows, PAGE_BYTES);
  const isWhole = fitting.length === rows.length;
  read.rows = isCut || !isWhole ? fitting.length : Math.min(read.rows * 2, MAX_ROWS);
  const entries = texts.views(fitting, upTo);
  const last = fitting.at(-1);
  return isWhole || last === undefined
    ? { entries, place, isEnd }
    : { entries, place: placeOf(last), isEnd: false };
}
