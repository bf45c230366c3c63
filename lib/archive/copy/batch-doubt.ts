import { isAppError, type ErrorCode } from "../../errors.ts";
import type { CopySession } from "./session.ts";

// How a portal says that it knows no such batch; its refusal of what is inside may look the same.
const REFUSED: ErrorCode[] = ["portal_bad_request", "portal_method_missing"];
// What something before the portal may make of a batch alone: its token travels in a header, which not all let pass.
const UNCLEAR: ErrorCode[] = ["portal_unavailable", "portal_moved", "portal_token_expired"];
const LIMITED = "HTTP_429";
// So a portal looks, too, that has much to do, or was asked for too much at once.
const BUSY = ["HTTP_503", "HTTP_504"];
const STEADY_FAILURES = 2;

export function isBatchRefused(error: unknown): boolean {
  return REFUSED.some((code) => isAppError(error, code));
}

/**
 * Whether only another call can tell if the batch is broken or its portal. No answer at all, or that of a busy portal,
 * says so much only after several failures in a row: before that, fewer and smaller pages are the cure.
 */
export function isBatchInDoubt({ copy }: CopySession, error: unknown): boolean {
  if (!isAppError(error) || !UNCLEAR.includes(error.code)) return false;
  const { platformCode = "", cause, isOutcomeUnknown } = error;
  // Only what came from the network itself has a cause.
  const isUnanswered = cause !== undefined;
  if (platformCode === LIMITED || (isUnanswered && !isOutcomeUnknown)) return false;
  const isPassing = isUnanswered || BUSY.includes(platformCode);
  return !isPassing || copy.failures >= STEADY_FAILURES;
}
