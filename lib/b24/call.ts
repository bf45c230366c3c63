import { z } from "zod";
import { AppError, isAppError } from "../errors.ts";
import { exchange, type Exchange, type OnExchange } from "./exchange.ts";
import { faultOf, readAnswer, type PortalAnswer } from "./read-answer.ts";
import { TimeAnswer } from "./schemas.ts";

export const CALL_TIMEOUT_MS = 30_000;
export const BATCH_TIMEOUT_MS = 65_000;
export const MAX_BATCH = 50;

export interface CallInput {
  clientEndpoint: string;
  accessToken: string;
  method: string;
  params?: Record<string, unknown> | undefined;
  api?: "v2" | "v3" | undefined;
  timeoutMs?: number | undefined;
  onExchange?: OnExchange | undefined;
}

/** Calls one REST method at a proven endpoint; throws `portal_*` errors. */
export async function callRest(input: CallInput): Promise<PortalAnswer> {
  const { method, api = "v2" } = input;
  const prefix = api === "v3" ? "api/" : "";
  const params = { ...input.params, auth: input.accessToken };
  return exchange({
    method,
    api,
    params,
    request: {
      url: `${input.clientEndpoint.replace(/\/*$/, "/")}${prefix}${method}`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
      timeoutMs: input.timeoutMs ?? CALL_TIMEOUT_MS,
    },
    read: (answer) => readAnswer(method, answer),
    onExchange: input.onExchange,
  });
}

export interface BatchCommand {
  id: string;
  method: string;
  params: Record<string, unknown>;
}

export type BatchItem = { ok: true; result: unknown } | { ok: false; error: AppError };

export interface BatchAnswer {
  items: Map<string, BatchItem>;
  times: { method: string; time: TimeAnswer }[];
}

export interface BatchInput {
  clientEndpoint: string;
  accessToken: string;
  commands: BatchCommand[];
  halt: boolean;
  timeoutMs?: number | undefined;
  onExchange?: OnExchange | undefined;
}

// PHP writes an empty map as [].
const map = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()).max(0)])
  .transform((value): Record<string, unknown> => (Array.isArray(value) ? {} : value));
const BatchResult = z.object({
  result: map,
  result_error: map.catch({}),
  result_time: map.catch({}),
});

/** Sends up to 50 v2 commands as one request; each command has its own result. */
export async function callBatch(input: BatchInput): Promise<BatchAnswer> {
  let sent: Exchange | undefined;
  let items: BatchAnswer["items"] | undefined;
  try {
    const answer = await callRest({
      clientEndpoint: input.clientEndpoint,
      accessToken: input.accessToken,
      method: "batch",
      params: { halt: input.halt ? 1 : 0, cmd: toCommandLines(input.commands) },
      timeoutMs: input.timeoutMs ?? BATCH_TIMEOUT_MS,
      onExchange: (told) => (sent = told),
    });
    const parts = readParts(answer);
    items = toItems(input.commands, parts);
    return { items, times: toTimes(input.commands, parts) };
  } catch (error) {
    if (sent !== undefined) sent.error = error;
    throw error;
  } finally {
    if (sent !== undefined) input.onExchange?.(describeBatch(sent, input, items));
  }
}

function toCommandLines(commands: BatchCommand[]): Record<string, string> {
  return Object.fromEntries(
    commands.map((command) => [command.id, `${command.method}?${toQuery(command.params)}`]),
  );
}

// The commands as they were meant, not as lines of text: parameters keep their names and so their secrets hide.
function describeBatch(
  sent: Exchange,
  input: BatchInput,
  items: BatchAnswer["items"] | undefined,
): Exchange {
  const commands = input.commands.map(({ id, method }) => {
    const item = items?.get(id);
    const error = item?.ok === false ? item.error : undefined;
    return { id, method, error, isAnswered: item !== undefined };
  });
  return { ...sent, params: { ...sent.params, cmd: input.commands }, commands };
}

function readParts(answer: PortalAnswer): BatchParts {
  const parsed = BatchResult.safeParse(answer.result);
  if (parsed.success) return parsed.data;
  throw new AppError("portal_unavailable", "batch: the answer has an unknown shape.", {
    isOutcomeUnknown: true,
  });
}

type BatchParts = z.output<typeof BatchResult>;

function toItems(commands: BatchCommand[], parts: BatchParts): Map<string, BatchItem> {
  return new Map(commands.map((command) => [command.id, toItem(command, parts)]));
}

function toItem(command: BatchCommand, parts: BatchParts): BatchItem {
  if (command.id in parts.result_error) {
    const refusal = {
      time: parts.result_time[command.id],
      ...asMap(parts.result_error[command.id]),
    };
    const error = faultOf(command.method, 400, refusal) ?? noResult(command.method);
    return { ok: false, error };
  }
  if (command.id in parts.result) return { ok: true, result: parts.result[command.id] };
  return { ok: false, error: noResult(command.method) };
}

function asMap(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function noResult(method: string): AppError {
  return new AppError("portal_unavailable", `${method}: the batch says nothing of it.`, {
    isOutcomeUnknown: true,
  });
}

function toTimes(commands: BatchCommand[], parts: BatchParts): BatchAnswer["times"] {
  return commands.flatMap((command) => {
    const time = TimeAnswer.safeParse(parts.result_time[command.id]);
    return time.success ? [{ method: command.method, time: time.data }] : [];
  });
}

/** Writes nested parameters the way PHP reads them: `a[b][0]=c`; null and undefined are left out. */
export function toQuery(params: Record<string, unknown>): string {
  const parts: string[] = [];
  const add = (key: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === "object") {
      for (const [name, inner] of Object.entries(value)) add(`${key}[${name}]`, inner);
      return;
    }
    const text = typeof value === "boolean" ? (value ? "1" : "0") : `${value as string | number}`;
    parts.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
  };
  for (const [key, value] of Object.entries(params)) add(key, value);
  return parts.join("&");
}

/** Whether a fresh token may mend this: expired, unknown, or a v3 refusal by status 401. */
export function isTokenFault(error: unknown): boolean {
  return isAppError(error, "portal_token_expired");
}
