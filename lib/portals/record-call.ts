import { count, observeSeconds } from "../counts.ts";
import type { Exchange } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { keepCall } from "./call-writer.ts";
import type { CallRow } from "./insert-calls.ts";
import { collectSecrets, maskExchange } from "./mask-exchange.ts";
import type { CallCommand } from "./shared.ts";

export interface RecordCallInput {
  exchange: Exchange;
  /** 1 for the first try, more after a renewed token or another administrator's. */
  attempt?: number;
  priority?: string;
  runIds?: string[] | undefined;
}

const MAX_MESSAGE_BYTES = 600;

/** Keeps one call for the log, masked. It is written later; whatever goes wrong here, the call itself goes on. */
export function recordCall(ctx: PortalCtx, input: RecordCallInput): void {
  try {
    const row = toRow(ctx, input);
    const labels = { api: row.api, outcome: row.code ?? row.outcome };
    count("portal_calls_total", labels);
    observeSeconds("portal_call_seconds", { api: row.api }, input.exchange.durationMs / 1_000);
    keepCall(ctx.db, row);
  } catch (error) {
    const { method } = input.exchange;
    log("error", "rest_log.not_recorded", { requestId: ctx.requestId, method, error });
  }
}

function toRow(ctx: PortalCtx, { exchange, attempt, priority, runIds }: RecordCallInput): CallRow {
  const { method, api, params } = exchange;
  const isForm = api === "auth";
  const secrets = collectSecrets(params, isForm);
  const fault = faultOf(exchange.error);
  const commands = exchange.commands.map(toCommand);
  const request = maskExchange({ value: params, secrets, isForm });
  const response = maskExchange({ value: exchange.answer, secrets });
  const faults = [fault, ...commands];
  return {
    startedAtMs: exchange.startedAtMs,
    portalId: ctx.portalId.toString(),
    requestId: ctx.requestId,
    method,
    api,
    priority: priority ?? null,
    attempt: attempt ?? 1,
    status: exchange.status,
    outcome: faults.some(({ code }) => code !== null) ? "error" : "ok",
    ...fault,
    message: maskMessage(exchange.error, secrets),
    durationMs: Math.round(exchange.durationMs),
    methods: distinct([method, ...commands.map((command) => command.method)]),
    codes: distinct(faults.flatMap(({ code, platformCode }) => [code, platformCode])),
    runIds: distinct(runIds ?? [ctx.runId]),
    commands: commands.length === 0 ? null : commands,
    request: request.value,
    response: response.value,
    isRequestCut: request.isCut,
    isResponseCut: response.isCut,
  };
}

function toCommand({ id, method, error, isAnswered }: Exchange["commands"][number]): CallCommand {
  const outcome = error !== undefined ? "error" : isAnswered ? "ok" : "unknown";
  return { id, method, outcome, ...faultOf(error) };
}

function faultOf(error: unknown): { code: string | null; platformCode: string | null } {
  if (error === undefined) return { code: null, platformCode: null };
  if (!isAppError(error)) return { code: "internal", platformCode: null };
  return { code: error.code, platformCode: error.platformCode ?? null };
}

function maskMessage(error: unknown, secrets: string[]): string | null {
  if (!isAppError(error)) return null;
  const { value } = maskExchange({ value: error.message, secrets, maxBytes: MAX_MESSAGE_BYTES });
  return value as string;
}

function distinct(values: (string | null | undefined)[]): string[] {
  return [
    ...new Set(values.filter((value) => typeof value === "string" && value !== "")),
  ] as string[];
}
