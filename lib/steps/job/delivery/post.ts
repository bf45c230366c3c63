import { Agent, request, type Dispatcher } from "undici";
import { assertHostAllowed, guardedLookup, maskText } from "../../../b24/index.ts";
import { isAppError } from "../../../errors.ts";
import { log } from "../../../log.ts";
import type { DeliveryResult, OutsideFault } from "../../shared.ts";
import { isAllowedHost } from "../connections/address.ts";

export const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const HEAD_CHARS = 500;

const MAX_AGENTS = 200;
const agents = new Map<string, Agent>();

// - The address that is checked in the look-up is the one that is connected to; redirects are answers like others.
// - One a connection: a slow one must not take the places of another portal's on the same host.
function agentFor(connectionId: string, allowPrivate: boolean): Agent {
  const key = `${connectionId} ${allowPrivate}`;
  const agent = agents.get(key) ?? makeAgent(allowPrivate);
  // The one that was used last stands last.
  agents.delete(key);
  agents.set(key, agent);
  const [oldest] = agents;
  if (agents.size > MAX_AGENTS && oldest !== undefined) {
    agents.delete(oldest[0]);
    // What is under way there is finished first.
    oldest[1].close().catch((error: unknown) => {
      log("warn", "job.agent_not_closed", { error });
    });
  }
  return agent;
}

function makeAgent(allowPrivate: boolean): Agent {
  return new Agent({
    connect: { lookup: guardedLookup(allowPrivate), timeout: CONNECT_TIMEOUT_MS },
    connections: 16,
    keepAliveTimeout: 10_000,
  });
}

export interface PostInput {
  connectionId: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Must not be shown, should the other side repeat it in its answer. */
  secret?: string | null;
}

export interface PostResult extends DeliveryResult {
  retryAfter: string | null;
  /** The address is a private one: trying again changes nothing. */
  isRefused: boolean;
}

/** Sends one request; whatever comes of it is a result, never an error. */
export async function post(input: PostInput): Promise<PostResult> {
  const startedAt = performance.now();
  const nothing = { status: null, answer: null, retryAfter: null, isRefused: false };
  const passed = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await send(input);
    const { statusCode: status, headers } = answer;
    const text = await readHead(answer.body);
    return {
      status,
      durationMs: passed(),
      error: null,
      answer: headOf(text, input.secret ?? null),
      retryAfter: String(headers["retry-after"] ?? "") || null,
      isRefused: false,
    };
  } catch (error) {
    const isRefused = [error, (error as { cause?: unknown }).cause].some((one) =>
      isAppError(one, "address_refused"),
    );
    return { ...nothing, durationMs: passed(), error: toFault(error, isRefused), isRefused };
  }
}

async function send(input: PostInput): Promise<Dispatcher.ResponseData> {
  const url = new URL(input.url);
  const isAllowed = isAllowedHost(url);
  assertHostAllowed(url.hostname, isAllowed);
  const timeout = AbortSignal.timeout(input.timeoutMs ?? TIMEOUT_MS);
  return request(url, {
    method: "POST",
    headers: { ...input.headers, "content-type": "application/json", "user-agent": "Logbook" },
    body: input.body,
    dispatcher: agentFor(input.connectionId, isAllowed),
    signal: input.signal === undefined ? timeout : AbortSignal.any([timeout, input.signal]),
  });
}

// The status has decided already: a body that breaks off, never ends or is too large changes nothing.
async function readHead(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    body.destroy();
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}

function headOf(text: string, secret: string | null): string | null {
  const bare = secret === null ? text : text.replaceAll(secret, "***");
  const plain = maskText(bare).replaceAll("\0", "").trim();
  if (plain === "") return null;
  return (plain.length > HEAD_CHARS ? `${plain.slice(0, HEAD_CHARS - 1)}…` : plain).toWellFormed();
}

/** After these the other side has surely nothing. */
export const NOT_CONNECTED: ReadonlySet<OutsideFault> = new Set<OutsideFault>([
  "address_refused",
  "connection_refused",
  "name_unknown",
  "lookup_failed",
  "no_connection",
]);

const FAULTS: Record<string, OutsideFault> = {
  ECONNREFUSED: "connection_refused",
  ENOTFOUND: "name_unknown",
  EAI_AGAIN: "lookup_failed",
  UND_ERR_CONNECT_TIMEOUT: "no_connection",
  ECONNRESET: "reset",
  UND_ERR_SOCKET: "closed",
};

// Errors of the network name addresses; a person gets the kind of trouble only.
function toFault(error: unknown, isRefused: boolean): OutsideFault {
  if (isRefused) return "address_refused";
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return "no_answer";
  if (name === "AbortError") return "ended";
  const known = typeof code === "string" ? FAULTS[code] : undefined;
  if (known === undefined) log("info", "job.request_failed", { code: String(code ?? name) });
  return known ?? "failed";
}
