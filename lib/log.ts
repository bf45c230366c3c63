import { env } from "./env.ts";

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
export type LogLevel = keyof typeof LEVELS;
export type LogFields = Record<string, unknown>;

const SECRET_KEY =
  /token|secret|password|authorization|cookie|auth_id|refresh_id|^auth$|^code$|^body$|^form$|description/i;
const SECRET_TEXT =
  /\b[0-9a-f]{32,}\b|\blb_[\w-]{61}|((?:auth|access_token|refresh_token|code|client_secret)=)[^&\s"]+/gi;
const MAX_TEXT = 2_000;

function cleanText(text: string): string {
  return text
    .replace(SECRET_TEXT, (_match, key: string | undefined) => `${key ?? ""}***`)
    .slice(0, MAX_TEXT);
}

function clean(key: string, value: unknown): unknown {
  if (SECRET_KEY.test(key)) return "***";
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean("", item));
  if (value !== null && typeof value === "object") return cleanFields(value as LogFields);
  return value;
}

function cleanFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, clean(key, value)]));
}

function describeError(error: Error): LogFields {
  const { code, platformCode } = error as { code?: unknown; platformCode?: unknown };
  return {
    name: error.name,
    message: cleanText(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof platformCode === "string" ? { platformCode } : {}),
    ...(error.stack === undefined ? {} : { stack: cleanText(error.stack) }),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

// A full disk, or a reader of the log that is gone, costs the line and not the process: the next one is tried again.
process.stderr.on("error", () => undefined);

const TOLD_AT_MOST = 1_000;
const told = new Set<string>();

/** The same about the same thing is written once by a process. */
export function logOnce(level: LogLevel, event: string, fields: LogFields & { id: string }): void {
  const key = `${event} ${fields.id}`;
  if (told.has(key)) return;
  if (told.size >= TOLD_AT_MOST) told.clear();
  told.add(key);
  log(level, event, fields);
}

/** Writes one JSON line; names that carry secrets and long hexadecimal runs are blanked. */
export function log(level: LogLevel, event: string, fields: LogFields = {}): void {
  if (LEVELS[level] < LEVELS[env().LOG_LEVEL]) return;
  const line = { at: new Date().toISOString(), level, event, pid: process.pid };
  process.stderr.write(`${JSON.stringify({ ...line, ...cleanFields(fields) })}\n`);
}
