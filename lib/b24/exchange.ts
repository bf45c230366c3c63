import type { AppError } from "../errors.ts";
import { sendRequest, type RequestAnswer, type RequestInput } from "./send-request.ts";

export type ExchangeApi = "v2" | "v3" | "auth";

export interface SentCommand {
  id: string;
  method: string;
  /** Undefined when the command had its effect, or when nothing is known of it. */
  error?: AppError | undefined;
  isAnswered: boolean;
}

/** One request and its answer as they travelled: full of secrets, to be masked before anybody keeps it. */
export interface Exchange {
  method: string;
  api: ExchangeApi;
  params: Record<string, unknown>;
  commands: SentCommand[];
  /** By the clock of `performance.now()`. */
  startedAtMs: number;
  durationMs: number;
  /** Null when no answer arrived. */
  status: number | null;
  answer: unknown;
  error: unknown;
}

export type OnExchange = (exchange: Exchange) => void;

interface WatchInput<T> {
  method: string;
  api: ExchangeApi;
  params: Record<string, unknown>;
  request: RequestInput;
  /** Turns the answer into what the caller wants, or throws what it means. */
  read: (answer: RequestAnswer) => T;
  onExchange: OnExchange | undefined;
}

// Larger bodies are not parsed a second time only to be cut.
const MAX_PARSED_CHARS = 64 * 1024;

/** Sends one request, reads its answer and tells `onExchange` of it, however it ends. */
export async function exchange<T>(input: WatchInput<T>): Promise<T> {
  const { method, api, params, onExchange } = input;
  const startedAtMs = performance.now();
  let answer: RequestAnswer | undefined;
  const tell = (outcome: { error?: unknown; result?: unknown }): void =>
    onExchange?.({
      method,
      api,
      params,
      commands: [],
      startedAtMs,
      durationMs: performance.now() - startedAtMs,
      status: answer?.status ?? null,
      answer: answer === undefined ? undefined : bodyOf(answer.body, outcome.result),
      error: outcome.error,
    });
  try {
    answer = await sendRequest(input.request);
    const result = input.read(answer);
    tell({ result });
    return result;
  } catch (error) {
    tell({ error });
    throw error;
  }
}

function bodyOf(body: string, result: unknown): unknown {
  if (body.length > MAX_PARSED_CHARS) return result ?? body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
