export const EXPORT_FORMATS = ["csv", "xlsx", "ndjson", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Everything an entry has, in the order in which it is written. */
export const EXPORT_COLUMNS = [
  ...(["id", "time", "timeIso", "severity", "event", "type", "user", "userId", "ip"] as const),
  ...(["module", "object", "description", "uri", "agent", "site", "guest"] as const),
  ...(["nativeId", "source", "portalTime"] as const),
] as const;
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

export const EXPORT_LIMITS = {
  /** Above it a file is prepared in the background. */
  direct: 50_000,
  /** Entries that may be named one by one. */
  ids: 10_000,
  /** Rows of a sheet below its heading. */
  sheet: 1_048_575,
  /** Letters of a cell. */
  cell: 32_767,
  /** Bytes of a prepared file. */
  file: 1_073_741_824,
  /** Files that are being prepared at a time, for the whole portal. */
  active: 3,
  /** Files that one user may have at a time. */
  kept: 20,
  keepDays: 7,
} as const;

export type ExportState = "waiting" | "running" | "ready" | "failed" | "cancelled";
export type ExportReason = "too_large" | "sheet_full" | "order_too_wide" | "unforeseen";

/** One prepared file, or what has come of it so far. */
export interface ExportView {
  id: string;
  state: ExportState;
  reason: ExportReason | null;
  format: ExportFormat;
  fileName: string;
  q: string;
  from: string | null;
  to: string | null;
  timeZone: string;
  /** Entries that met the query at the start; null when they could not be counted in time. */
  total: number | null;
  written: number;
  /** 0 to 100; null while nobody can tell. */
  percent: number | null;
  fileBytes: number;
  sha256: string | null;
  createdAt: string;
  finishedAt: string | null;
  expiresAt: string;
}

/** What an export would hold, told before it is started. */
export interface ExportPreview {
  /** Null when it could not be counted in time. */
  total: number | null;
  headSeq: string;
}
