import { AppError } from "../errors.ts";

// What the driver, Prisma and PostgreSQL itself say when the server cannot be reached, goes down or comes up, is
// out of room, or did not answer in time. Never what a wrong statement or a violated constraint says.
const AWAY_KINDS = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);
const AWAY_CODES = new Set([
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"],
  ...["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
  ...["57014", "57P01", "57P02", "57P03", "57P05", "25006", "25P03"],
]);
const AWAY_CLASS = /^(08|53|58)[0-9A-Z]{3}$/;
const MAX_DEPTH = 6;

/** Whether an error means that the database is away for now, so that the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  return judge(error, 0);
}

function judge(error: unknown, depth: number): boolean {
  if (error === null || typeof error !== "object" || depth > MAX_DEPTH) return false;
  if (error instanceof AppError) {
    if (error.code !== "unavailable") return false;
    return error.cause === undefined || judge(error.cause, depth + 1);
  }
  const { kind, code, originalCode, cause, meta } = error as Record<string, unknown>;
  if (typeof kind === "string" && AWAY_KINDS.has(kind)) return true;
  if ([code, originalCode].some(isAwayCode)) return true;
  if (isBare(error, code)) return true;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return judge(inner, depth + 1) || judge(cause, depth + 1);
}

function isAwayCode(code: unknown): boolean {
  return typeof code === "string" && (AWAY_CODES.has(code) || AWAY_CLASS.test(code));
}

// The driver tells a lost connection and a missing answer by errors of no class and no code.
const DRIVER_WORDS = /time ?out|terminated|connect|queryable|pool/i;

function isBare(error: object, code: unknown): boolean {
  if (Object.getPrototypeOf(error) !== Error.prototype || code !== undefined) return false;
  return DRIVER_WORDS.test((error as Error).message);
}
