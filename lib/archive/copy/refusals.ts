import { isAppError, type ErrorCode } from "../../errors.ts";
import { log } from "../../log.ts";
import type { CopySession } from "./session.ts";

// What only people can mend: rights, plan, permissions of the app, its access.
const REFUSALS: ErrorCode[] = [
  "portal_forbidden",
  "portal_scope_missing",
  "portal_method_missing",
  "portal_payment_required",
  "portal_user_lost",
  "portal_removed",
  "portal_bad_request",
  "portal_token_expired",
  "auth_lost",
  "address_refused",
];
const FIRST_PAUSE_MS = 5_000;
const LONGEST_REFUSED_MS = 3_600_000;
const LONGEST_PAUSE_MS = 300_000;

/** Writes down why the log could not be read; the next try waits longer each time. */
export async function noteFailure(session: CopySession, error: unknown): Promise<void> {
  const { ctx, copy, owner } = session;
  const code: ErrorCode = isAppError(error) ? error.code : "internal";
  const isRefused = REFUSALS.includes(code);
  const most = isRefused ? LONGEST_REFUSED_MS : LONGEST_PAUSE_MS;
  const growing = Math.min(most, FIRST_PAUSE_MS * 2 ** Math.min(copy.failures, 20));
  const told = isAppError(error) ? (error.retryAfterMs ?? 0) : 0;
  // Portals that failed together are not all asked again at the same moment.
  const pauseMs = Math.max(told, growing * (0.8 + 0.4 * Math.random()));
  log("warn", "archive.copy_failed", { portalId: ctx.portalId, code, pauseMs, error });
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET failures = least(failures + 1, 1000), reason = ${code},
      state = CASE WHEN ${isRefused} THEN 'refused' ELSE state END,
      due_at = clock_timestamp() + make_interval(secs => ${pauseMs / 1_000}::float8)
    WHERE portal_id = ${ctx.portalId} AND lease_owner = ${owner}`;
}
