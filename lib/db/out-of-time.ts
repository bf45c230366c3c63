const CANCELLED = "57014";
const MAX_DEPTH = 6;

/** Whether an error means that a statement was ended because it took too long. */
export function isOutOfTime(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== "object" || depth > MAX_DEPTH) return false;
  const { code, originalCode, cause, meta } = error as Record<string, unknown>;
  if (code === CANCELLED || originalCode === CANCELLED) return true;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return isOutOfTime(inner, depth + 1) || isOutOfTime(cause, depth + 1);
}
