import type { Ctx } from "../ctx.ts";
import { AppError, isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { callerAddress } from "./client-address.ts";
import { toResponse, type DoorAnswer } from "./door-answer.ts";
import { assertTokenLimit, countTokenCall, limitRate } from "./rate-limit.ts";
import { readCapped, type Asking } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { textBody } from "./text-stream.ts";

export interface RpcRequest {
  text: string;
  /** The header `Authorization` as it came. */
  header: string | null;
  address: string | null;
  /** Counts a call of the token; throws `too_many_requests` for one too many. */
  countCall(tokenId: string): void;
  /** Counts one more call of the same request for the caller's address; throws likewise. */
  countFurther(): void;
  /** When nobody waits for the answer any more. */
  signal: AbortSignal;
}

type Answer = (base: Ctx, request: RpcRequest) => AsyncIterable<string>;

const TYPES = ["application/json-rpc", "application/json", "application/jsonrequest"];
const MAX_BYTES = 1024 * 1024;

/** A door of JSON-RPC: whatever is wrong with a call is told inside an answer of HTTP 200. */
export function rpcRoute(answer: Answer): (request: Request) => Promise<Response> {
  const door = rpcDoor(answer);
  return async (request) => toResponse(await door(request));
}

/** The same for a server that sends answers by itself. */
export function rpcDoor(answer: Answer): (request: Asking) => Promise<DoorAnswer> {
  return async (request) => {
    const requestId = newRequestId();
    let limits: Record<string, string> = {};
    try {
      if (!TYPES.includes(typeOf(request))) return plain(412, "");
      limitRate("api", request);
      const header = request.headers.get("authorization");
      const text = await readCapped(request, MAX_BYTES);
      const base = await requestCtx(requestId);
      const countCall = (tokenId: string): void => {
        const limit = countTokenCall(tokenId);
        limits = limit.headers;
        assertTokenLimit(limit);
      };
      const address = callerAddress(request);
      const countFurther = () => {
        limitRate("api", request);
      };
      const { signal } = request;
      const call = { text, header, address, countCall, countFurther, signal };
      const pieces = answer(base, call);
      // The first piece is there when all that can be refused was refused.
      const body = await textBody(pieces);
      return { status: 200, headers: { ...JSON_HEADERS, ...limits }, body };
    } catch (error) {
      return refusal(error, { requestId, limits });
    }
  };
}

export function rpcOptions(): Response {
  return new Response(null, { status: 204, headers: { ...CORS, allow: "POST, OPTIONS" } });
}

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "Content-Type, Authorization",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-max-age": "1000",
};
const JSON_HEADERS = {
  ...CORS,
  "content-type": "application/json",
  "cache-control": "no-store",
};

function typeOf(request: Asking): string {
  return request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}

interface RefusalInput {
  requestId: string;
  limits: Record<string, string>;
}

function refusal(error: unknown, { requestId, limits }: RefusalInput): DoorAnswer {
  if (isAppError(error, "too_many_requests")) {
    const seconds = Math.ceil((error.retryAfterMs ?? 1_000) / 1_000);
    const fault = { code: -32500, message: "Application error.", data: error.message };
    const body = JSON.stringify({ jsonrpc: "2.0", error: fault, id: null });
    return plain(429, body, { ...limits, "retry-after": String(Math.max(1, seconds)) });
  }
  const isLarge = error instanceof AppError && error.code === "payload_too_large";
  log(isLarge ? "warn" : "error", "audit.request_failed", { requestId, error });
  const fault = isLarge
    ? { code: -32600, message: "Invalid request.", data: error.message }
    : { code: -32603, message: "Internal error.", data: `Request number: ${requestId}.` };
  return plain(200, JSON.stringify({ jsonrpc: "2.0", error: fault, id: null }));
}

function plain(status: number, body: string, headers: Record<string, string> = {}): DoorAnswer {
  return { status, headers: { ...JSON_HEADERS, ...headers }, body };
}
