interface ProblemInput {
  /** HTTP status; 0 when there was no answer at all, -1 for a fault of the page itself. */
  status: number;
  /** Last part of the problem's type, such as `portal-scope-missing`. */
  code?: string | null;
  detail?: string | null;
  requestId?: string | null;
  retryAfterMs?: number | null;
  details?: ProblemDetail[];
}

/** What exactly is wrong: the parts of an address, or the reason why something is not there. */
export interface ProblemDetail {
  at: string;
  message: string;
}

/** What a page shows when the server (RFC 9457) or the way to it refuses. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly details: ProblemDetail[];

  constructor(input: ProblemInput) {
    super(input.detail ?? "");
    this.name = "Problem";
    this.status = input.status;
    this.code = input.code ?? null;
    this.requestId = input.requestId ?? null;
    this.retryAfterMs = input.retryAfterMs ?? null;
    this.details = input.details ?? [];
  }
}

/** A fault of our own code has no sentence a reader could use; the browser's console names it. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ status: -1 });
}

export async function readProblem(response: Response): Promise<Problem> {
  const body = await readJson(response);
  const retryAfter = Number(response.headers.get("retry-after"));
  // The processing log answers in an envelope of its own and tells these two by headers.
  const type = text(body.type) ?? response.headers.get("x-logbook-problem");
  return new Problem({
    status: response.status,
    code: type?.split(":").at(-1) ?? null,
    detail: text(body.detail),
    requestId: text(body.requestId) ?? response.headers.get("x-logbook-request"),
    retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : null,
    details: readDetails(body.errors),
  });
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
  if (!isJson) return {};
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}

function readDetails(errors: unknown): ProblemDetail[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: { at?: unknown; message?: unknown } | null) => {
    const at = text(error?.at);
    const message = text(error?.message);
    return at === null || message === null ? [] : [{ at, message }];
  });
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export const PROBLEM_KINDS = [
  "offline",
  "busy",
  "missing",
  "portal",
  "noRights",
  "noScope",
  "noLog",
  "payment",
  "removed",
  "authLost",
  "broken",
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

const KIND_BY_CODE: Record<string, ProblemKind> = {
  forbidden: "noRights",
  "portal-forbidden": "noRights",
  "portal-scope-missing": "noScope",
  "portal-method-missing": "noLog",
  "portal-payment-required": "payment",
  "portal-removed": "removed",
  "auth-lost": "authLost",
  "portal-token-expired": "authLost",
  "portal-user-lost": "authLost",
  "portal-not-found": "missing",
  "portal-rate-limited": "busy",
  "portal-operation-limited": "busy",
  "portal-overloaded": "busy",
  "portal-unavailable": "portal",
  "portal-moved": "portal",
  "auth-server-unavailable": "portal",
};

/** Which of the known situations a problem is; the page has words and an offer for each. */
export function problemKind(problem: Problem): ProblemKind {
  const known = problem.code === null ? undefined : KIND_BY_CODE[problem.code];
  if (known !== undefined) return known;
  if (problem.status === 0) return "offline";
  if (problem.status === 403) return "noRights";
  if (problem.status === 404) return "missing";
  if (problem.status === 429 || problem.status === 503) return "busy";
  if (problem.status === 502 || problem.status === 504) return "portal";
  return "broken";
}
