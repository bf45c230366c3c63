import type { EntryView } from "../../archive/index.ts";
import { openSheet } from "../columns.ts";
import type { ExportRequest } from "../schemas.ts";
import type { ExportFormat } from "../shared.ts";
import { csvEncoder } from "./csv.ts";
import { jsonEncoder, ndjsonEncoder } from "./json.ts";
import { xlsxEncoder } from "./xlsx.ts";

/** What a file needs to go on after a crash; a packed one needs its checksum and size so far. */
export interface FileState {
  written: number;
  bytes: number;
  crc: number;
  plainBytes: number;
  /** Texts that did not fit into a cell. */
  cutTexts: number;
}

export const EMPTY_FILE: FileState = {
  written: 0,
  bytes: 0,
  crc: 0,
  plainBytes: 0,
  cutTexts: 0,
};

/** Each of these gives the next bytes of the file, and what it leaves behind in the state. */
export interface Encoder {
  begin(state: FileState): Encoded;
  add(state: FileState, entries: readonly EntryView[]): Encoded;
  end(state: FileState): Encoded;
}

export interface Encoded {
  bytes: Buffer;
  state: FileState;
}

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ndjson: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
};

export function openEncoder(request: ExportRequest): Encoder {
  const sheet = openSheet(request);
  switch (request.format) {
    case "csv":
      return csvEncoder(sheet, request.delimiter);
    case "xlsx":
      return xlsxEncoder(sheet);
    case "ndjson":
      return ndjsonEncoder(sheet);
    case "json":
      return jsonEncoder(sheet);
  }
}
