import { z } from "zod";
import { AppError } from "../errors.ts";
import { fromV2Fault, fromV3Fault, type PlatformFault } from "./errors.ts";
import { TimeAnswer } from "./schemas.ts";
import type { RequestAnswer } from "./send-request.ts";

const V2Fault = z.object({
  error: z.union([z.string(), z.number()]).transform(String),
  error_description: z.string().catch(""),
});
const V3Fault = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().catch(""),
    validation: z
      .array(z.object({ field: z.string().catch(""), message: z.string().catch("") }))
      .optional()
      .catch(undefined),
  }),
});
const Timed = z.object({ time: TimeAnswer });
const Success = z.object({
  result: z.unknown(),
  next: z.number().optional().catch(undefined),
  total: z.number().optional().catch(undefined),
  time: TimeAnswer.optional().catch(undefined),
});

export interface PortalAnswer {
  result: unknown;
  next?: number | undefined;
  total?: number | undefined;
  time?: TimeAnswer | undefined;
}

/** Reads either envelope: both may come from either address, and an error may come with status 200. */
export function readAnswer(method: string, answer: RequestAnswer): PortalAnswer {
  if (answer.status >= 300 && answer.status < 400) {
    throw new AppError("portal_moved", `${method}: the portal has moved.`, {
      platformCode: `HTTP_${answer.status}`,
    });
  }
  const json = parseJson(answer.body);
  if (json === undefined) throw notJson(method, answer.status);
  const fault = toFault(method, answer.status, json);
  if (fault !== undefined) throw fault;
  const success = Success.safeParse(json);
  if (!success.success || answer.status >= 400) throw notJson(method, answer.status);
  return success.data;
}

function toFault(method: string, status: number, json: unknown): AppError | undefined {
  const v3 = V3Fault.safeParse(json);
  if (v3.success) {
    const { code, message, validation } = v3.data.error;
    const details = validation?.map((item) => ({ at: item.field, message: item.message }));
    const retryAfterMs = untilReset(json);
    return fromV3Fault(method, { status, code, description: message, details, retryAfterMs });
  }
  return faultOf(method, status, json);
}

// Both moments are the portal's own, so the wait is right whatever clock it has.
function untilReset(json: unknown): number | undefined {
  const timed = Timed.safeParse(json);
  const { operating_reset_at: resetAt, finish } = timed.success ? timed.data.time : {};
  return resetAt === undefined ? undefined : (resetAt - (finish ?? Date.now() / 1_000)) * 1_000;
}

/** The error inside a v2 body or a batch's `result_error`, or undefined when there is none. */
export function faultOf(method: string, status: number, json: unknown): AppError | undefined {
  const v2 = V2Fault.safeParse(json);
  if (!v2.success) return undefined;
  const fault: PlatformFault = {
    status,
    code: v2.data.error,
    description: v2.data.error_description,
    retryAfterMs: untilReset(json),
  };
  return fromV2Fault(method, fault);
}

function notJson(method: string, status: number): AppError {
  const isMissing = status === 404;
  return new AppError(
    isMissing ? "portal_method_missing" : "portal_unavailable",
    `${method}: the portal answered with a page instead of data (status ${status}).`,
    { platformCode: `HTTP_${status}`, isOutcomeUnknown: !isMissing },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
