import { Agent, request } from "undici";
import { env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { assertHostAllowed, guardedLookup } from "./address.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

export interface RequestInput {
  url: string;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

export interface RequestAnswer {
  status: number;
  contentType: string;
  location: string | null;
  body: string;
}

const agents = new Map<boolean, Agent>();

function agentFor(allowPrivate: boolean): Agent {
  let agent = agents.get(allowPrivate);
  if (agent === undefined) {
    agent = new Agent({
      connect: { lookup: guardedLookup(allowPrivate), timeout: CONNECT_TIMEOUT_MS },
      connections: 16,
      keepAliveTimeout: 10_000,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
    agents.set(allowPrivate, agent);
  }
  return agent;
}

/** Sends one request without following redirects; network faults become `portal_unavailable`. */
export async function sendRequest(input: RequestInput): Promise<RequestAnswer> {
  const allowPrivate = env().B24_ALLOW_PRIVATE_HOSTS;
  const url = new URL(input.url);
  assertHostAllowed(url.hostname, allowPrivate);
  try {
    const answer = await request(url, {
      method: input.method,
      headers: { accept: "application/json", "user-agent": "Logbook", ...input.headers },
      body: input.body ?? null,
      dispatcher: agentFor(allowPrivate),
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return {
      status: answer.statusCode,
      contentType: String(answer.headers["content-type"] ?? ""),
      location: headerText(answer.headers.location),
      body: await answer.body.text(),
    };
  } catch (error) {
    throw toNetworkError(url.host, error);
  }
}

function headerText(value: string | string[] | undefined): string | null {
  return value === undefined ? null : String(value);
}

function toNetworkError(host: string, error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof Error && isAppError(error.cause)) return error.cause;
  const code = (error as { code?: unknown }).code;
  const isUnsent = typeof code === "string" && NEVER_SENT.has(code);
  return new AppError("portal_unavailable", `${host} does not answer.`, {
    cause: error,
    platformCode: typeof code === "string" ? code : "TIMEOUT",
    isOutcomeUnknown: !isUnsent,
  });
}
