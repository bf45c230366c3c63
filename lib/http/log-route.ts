import { noteReading, type ReadingKind, type TokenScope } from "../access/index.ts";
import type { PortalCtx } from "../ctx.ts";
import type { Route } from "./api-route.ts";
import { callerAddress } from "./client-address.ts";
import { enterLog, type LogEntrance } from "./log-entry.ts";
import { toProblem } from "./problem.ts";
import { newRequestId } from "./request-ctx.ts";

export interface LogDoor {
  /** As it stands in the record of readings. */
  method: string;
  /** What a token needs; people come in as administrators, and to the log also as readers. */
  scope?: TokenScope;
  /** Left out: `search` where there is a query, else `view`. */
  kind?: Exclude<ReadingKind, "api">;
  /** `tokens`: what a person does here is no reading of the log. */
  records?: "all" | "tokens";
  /** False: each request of a person is a record of its own, also when it repeats another. */
  isFolded?: boolean;
}

export interface LogCall<P> extends LogEntrance {
  request: Request;
  url: URL;
  params: P;
  /** What was asked for, where the address does not tell. */
  asked(query: object): void;
}

interface LogRouteInput<A> extends LogDoor {
  /** How many entries the answer holds. */
  rows?: (answer: A) => number | null;
}

/** A door for administrators, readers and API tokens; what they read is recorded. */
export function logRoute<P = Record<string, never>, A = unknown>(
  { rows, ...door }: LogRouteInput<A>,
  handler: (ctx: PortalCtx, call: LogCall<P>) => Promise<A>,
): Route<P> {
  return async (request, context) =>
    answerLog(door, {
      request,
      enter: enterLog,
      work: async (ctx, call) => {
        const answer = await handler(ctx, { ...call, params: await context.params });
        const response = Response.json(answer ?? null, {
          headers: { "cache-control": "no-store" },
        });
        return { response, rows: rows?.(answer) ?? null };
      },
    });
}

interface AnswerInput {
  request: Request;
  enter: typeof enterLog;
  work(
    ctx: PortalCtx,
    call: Omit<LogCall<never>, "params">,
  ): Promise<{ response: Response; rows: number | null }>;
}

/** Lets in, counts, works, records. */
export async function answerLog(
  door: LogDoor,
  { request, enter, work }: AnswerInput,
): Promise<Response> {
  const requestId = newRequestId();
  const startedAtMs = performance.now();
  let limits: Record<string, string> = {};
  try {
    const url = new URL(request.url);
    const entrance = await enter(request, {
      url,
      requestId,
      scope: door.scope ?? "log:read",
      onLimit: ({ headers }) => {
        limits = headers;
      },
    });
    const { ctx } = entrance;
    let query: object = askedBy(ctx, url);
    const asked = (other: object): void => {
      query = other;
    };
    const { response, rows } = await work(ctx, { ...entrance, request, url, asked });
    note(ctx, { door, query, rows, startedAtMs, address: callerAddress(request) });
    return withHeaders(response, limits);
  } catch (error) {
    return withHeaders(toProblem(error, requestId), limits);
  }
}

// Where in the result an open page is now is left out, so that all its requests are one question.
const PLACES = ["cursor", "around", "after", "fresh", "limit", "bars"];

function askedBy({ actor }: PortalCtx, { searchParams }: URL): object {
  const query = new URLSearchParams(searchParams);
  for (const name of ["portal", "ticket"]) query.delete(name);
  if (actor.kind === "user") for (const name of PLACES) query.delete(name);
  return Object.fromEntries(query);
}

interface NoteInput {
  door: LogDoor;
  query: object;
  rows: number | null;
  startedAtMs: number;
  address: string | null;
}

function note(ctx: PortalCtx, { door, query, ...input }: NoteInput): void {
  if (door.records === "tokens" && ctx.actor.kind !== "token") return;
  const isSearch = "q" in query && query.q !== "" && query.q !== undefined;
  const kind = door.kind ?? (isSearch ? "search" : "view");
  const { method, isFolded = true } = door;
  noteReading(ctx, { ...input, kind, method, query, isFolded });
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
