import { noteReading, proveToken } from "../access/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { enter } from "./api-route.ts";
import { callerAddress } from "./client-address.ts";
import { bearerOf, enterLog } from "./log-entry.ts";
import { toProblem } from "./problem.ts";
import { assertTokenLimit } from "./rate-limit.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { textStream } from "./text-stream.ts";

interface Streamed {
  url: URL;
  /** Of the last event that was received. */
  lastEventId: string | null;
  signal: AbortSignal;
  isAllowed(): Promise<boolean>;
  onEnd(rows: number): void;
}

type Handler = (ctx: PortalCtx, input: Streamed) => Promise<AsyncIterable<string>>;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  // Proxies would hold events back until there are enough of them.
  "x-accel-buffering": "no",
};

/** A door of server-sent events for all who may read the log; it closes with the right to come in. */
export function streamRoute(
  { method }: { method: string },
  handler: Handler,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newRequestId();
    const startedAtMs = performance.now();
    try {
      const url = new URL(request.url);
      const { ctx, limit } = await enterLog(request, { url, requestId, scope: "log:read" });
      if (limit !== null) assertTokenLimit(limit);
      const headers = { ...HEADERS, ...limit?.headers };
      // Nobody reads what would be opened, and nobody would close it.
      if (request.method === "HEAD") return new Response(null, { headers });
      const ended = new AbortController();
      const note = (rows: number | null) => {
        const query = Object.fromEntries(url.searchParams);
        const address = callerAddress(request);
        noteReading(ctx, { kind: "view", method, query, rows, startedAtMs, address });
      };
      note(null);
      const events = await handler(ctx, {
        url,
        lastEventId: request.headers.get("last-event-id"),
        signal: AbortSignal.any([request.signal, ended.signal]),
        isAllowed: () => isAllowed(request, { url, requestId }),
        onEnd: note,
      });
      const body = await textStream(events, {
        isImmediate: true,
        onCancel: () => {
          ended.abort();
        },
      });
      return new Response(body, { headers });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

/** The same proof as at the start, without counting as a call. */
async function isAllowed(
  request: Request,
  { url, requestId }: { url: URL; requestId: string },
): Promise<boolean> {
  const token = bearerOf(request);
  try {
    if (token === null) await enter(request, { url, requestId, guests: "readers" });
    else {
      const base = await requestCtx(requestId);
      await proveToken(base, { token, scope: "log:read", address: callerAddress(request) });
    }
    return true;
  } catch (error) {
    const isRefused = ["unauthorized", "forbidden", "token_expired"] as const;
    if (isRefused.some((code) => isAppError(error, code))) return false;
    throw error;
  }
}
