import type { EntryView } from "../../archive/index.ts";
import type { Sheet } from "../columns.ts";
import type { Encoder } from "./encoder.ts";
import { plainEncoder } from "./plain.ts";

/** One object a line. */
export function ndjsonEncoder(sheet: Sheet): Encoder {
  return plainEncoder({
    begin: () => "",
    add: (entries) => entries.map((entry) => `${toJson(sheet, entry)}\n`).join(""),
    end: () => "",
  });
}

/** One array, written row by row. */
export function jsonEncoder(sheet: Sheet): Encoder {
  return plainEncoder({
    begin: () => "[",
    add: (entries, isFirst) =>
      entries
        .map((entry, place) => `${isFirst && place === 0 ? "\n" : ",\n"}${toJson(sheet, entry)}`)
        .join(""),
    end: () => "\n]\n",
  });
}

function toJson({ keys, cells }: Sheet, entry: EntryView): string {
  const values = cells(entry);
  return JSON.stringify(Object.fromEntries(keys.map((key, place) => [key, values[place] ?? null])));
}
