const LOCK_NOT_AVAILABLE = "55P03";
const MAX_DEPTH = 6;

/** Whether an error means that somebody else held a lock for longer than the statement may wait. */
export function isLockTaken(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== "object" || depth > MAX_DEPTH) return false;
  const { code, originalCode, cause, meta } = error as Record<string, unknown>;
  if (code === LOCK_NOT_AVAILABLE || originalCode === LOCK_NOT_AVAILABLE) return true;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return isLockTaken(inner, depth + 1) || isLockTaken(cause, depth + 1);
}
