import { noteReading, type ReadingKind, type TokenScope } from "../access/index.ts";
import type { PortalCtx } from "../ctx.ts";
import type { Route } from "./api-route.ts";
import { callerAddress } from "./client-address.ts";
import { toResponse, type DoorAnswer } from "./door-answer.ts";
import { enterLog, type LogEntrance } from "./log-entry.ts";
import { problemOf } from "./problem.ts";
import type { Asking } from "./read-body.ts";
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

export interface LogCall<P, R = Request> extends LogEntrance {
  request: R;
  url: URL;
  params: P;
  /** What was asked for, where the address does not tell. */
  asked(query: object): void;
}

interface LogRouteInput<A> extends LogDoor {
  /** How many entries the answer holds. */
  rows?: (answer: A) => number | null;
  /** The JSON of an answer that is not written as usual. */
  write?: (answer: A) => string;
}

/** A door for administrators, readers and API tokens; what they read is recorded. */
export function logRoute<P = Record<string, never>, A = unknown>(
  door: LogRouteInput<A>,
  handler: (ctx: PortalCtx, call: LogCall<P>) => Promise<A>,
): Route<P> {
  const answer = logDoor<P, A, Request>(door, handler);
  return async (request, context) => toResponse(await answer(request, context));
}

/** The same for a server that sends answers by itself. */
export function logDoor<P = Record<string, never>, A = unknown, R extends Asking = Asking>(
  { rows, write, ...door }: LogRouteInput<A>,
  handler: (ctx: PortalCtx, call: LogCall<P, R>) => Promise<A>,
): (request: R, context: { params: Promise<P> }) => Promise<DoorAnswer> {
  return async (request, context) =>
    answerLog(door, {
      request,
      enter: enterLog,
      work: async (ctx, call) => {
        const found = await handler(ctx, { ...call, params: await context.params });
        const body = write?.(found) ?? JSON.stringify(found ?? null);
        return {
          answer: { status: 200, headers: { ...JSON_HEADERS }, body },
          rows: rows?.(found) ?? null,
        };
      },
    });
}

const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

interface AnswerInput<R> {
  request: R;
  enter: typeof enterLog;
  work(
    ctx: PortalCtx,
    call: Omit<LogCall<never, R>, "params">,
  ): Promise<{ answer: DoorAnswer; rows: number | null }>;
}

/** Lets in, counts, works, records. */
export async function answerLog<R extends Asking>(
  door: LogDoor,
  { request, enter, work }: AnswerInput<R>,
): Promise<DoorAnswer> {
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
    const { answer, rows } = await work(ctx, { ...entrance, request, url, asked });
    note(ctx, { door, query, rows, startedAtMs, address: callerAddress(request) });
    return withHeaders(answer, limits);
  } catch (error) {
    return withHeaders(problemOf(error, requestId), limits);
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

function withHeaders(answer: DoorAnswer, headers: Record<string, string>): DoorAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
