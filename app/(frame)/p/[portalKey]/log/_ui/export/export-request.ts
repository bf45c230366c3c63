import type { ExportColumn, ExportFormat } from "../../../../../../../lib/exports/shared.ts";
import type { LogFilter } from "../log-address.ts";

export type Delimiter = "comma" | "semicolon" | "tab";

/** What a person chooses in the dialog. */
export interface ExportChoice {
  format: ExportFormat;
  columns: "shown" | "all";
  delimiter: Delimiter;
}

export interface ExportAsked {
  filter: LogFilter;
  /** Entries picked by hand; null: all that meet the query. */
  ids: readonly string[] | null;
  /** Columns of the list, by their names there. */
  shown: readonly string[];
  timeZone: string;
  lang: "en" | "ru";
}

/** Columns of the list; what is drawn as one there stands apart in a file. */
export const LIST_COLUMNS = [
  ...(["time", "severity", "event", "user", "ip", "module", "object", "description"] as const),
];

const IN_FILE: Record<string, ExportColumn[]> = {
  time: ["time", "timeIso"],
  event: ["event", "type"],
  user: ["user", "userId"],
  object: ["object"],
  severity: ["severity"],
  ip: ["ip"],
  module: ["module"],
  description: ["description"],
  uri: ["uri"],
  agent: ["agent"],
  site: ["site"],
  guest: ["guest"],
};

// Keys of descriptions are columns of the list only: a file has the whole description for them.
function inFile(name: string): ExportColumn[] {
  return IN_FILE[name.startsWith("json.") ? "description" : name] ?? [];
}

/** The body that asks for an export; what is left out is decided by the server. */
export function exportBody(asked: ExportAsked, choice: ExportChoice): Record<string, unknown> {
  const { filter, ids, timeZone, lang } = asked;
  const columns: ExportColumn[] = [...new Set(["id" as const, ...asked.shown.flatMap(inFile)])];
  return {
    format: choice.format,
    ...(ids === null ? rangeOf(filter) : { ids }),
    tz: timeZone,
    ...(filter.sort !== "desc" && { order: filter.sort }),
    lang,
    ...(choice.columns === "shown" && { columns }),
    ...(choice.format === "csv" && choice.delimiter !== "comma" && { delimiter: choice.delimiter }),
  };
}

function rangeOf({ q, from, to }: LogFilter) {
  return {
    ...(q !== "" && { q }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

// Servers on the way refuse longer addresses.
const MAX_ADDRESS = 6_000;

/** Address of a download at once; null when it would be too long, and a file has to be prepared. */
export function streamPath(body: Record<string, unknown>): string | null {
  const pairs = Object.entries(body).map(([name, value]) => [name, String(value)] as const);
  const path = `/api/v1/exports/stream?${new URLSearchParams(pairs.map((pair) => [...pair]))}`;
  return path.length > MAX_ADDRESS ? null : path;
}
