import { count, observeSeconds } from "../counts.ts";
import type { Exchange, ExtraMasks } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { keepCall } from "./call-writer.ts";
import type { CallRow } from "./insert-calls.ts";
import { knownLogMasks } from "./log-masks.ts";
import { collectSecrets, maskExchange, type Masked } from "./mask-exchange.ts";
import type { CallCommand } from "./shared.ts";

export interface RecordCallInput {
  exchange: Exchange;
  /** 1 for the first try, more after a renewed token or another administrator's. */
  attempt?: number;
  priority?: string;
  runIds?: string[] | undefined;
  /** The portal's own rules, for calls that read its event log; undefined when they are not known. */
  masks?: ExtraMasks | null | undefined;
}

const MAX_MESSAGE_BYTES = 600;
const EVENT_LOG = /^main\.eventlog\b/i;
const RULES_UNKNOWN = "Left out: the portal's masking rules could not be read.";
const NOT_JSON = "Left out: it is not JSON, so the portal's masking rules cannot be applied.";

/** Keeps one call with the portal's own masking rules where they matter; never fails. */
export async function recordExchange(ctx: PortalCtx, input: RecordCallInput): Promise<void> {
  const masks = isEventLog(input.exchange) ? await knownLogMasks(ctx) : null;
  recordCall(ctx, { ...input, masks });
}

function isEventLog({ method, commands }: Exchange): boolean {
  return [method, ...commands.map((command) => command.method)].some((name) =>
    EVENT_LOG.test(name),
  );
}

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

function toRow(ctx: PortalCtx, input: RecordCallInput): CallRow {
  const { exchange, attempt, priority, runIds } = input;
  const { method, api } = exchange;
  const fault = faultOf(exchange.error);
  const commands = exchange.commands.map(toCommand);
  const { request, response, message } = maskTexts(input);
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
    message,
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

interface MaskedTexts {
  request: Masked;
  response: Masked;
  message: string | null;
}

function maskTexts({ exchange, masks }: RecordCallInput): MaskedTexts {
  const { api, params, answer, error } = exchange;
  if (masks === undefined && isEventLog(exchange)) {
    const request = leftOut(RULES_UNKNOWN);
    const response = answer === undefined ? { value: null, isCut: false } : request;
    return { request, response, message: null };
  }
  const extra = masks ?? null;
  const isForm = api === "auth";
  const secrets = collectSecrets(params, { isForm, extra });
  const isUnread = extra !== null && typeof answer === "string" && /[[{]/.test(answer);
  const mask = { secrets, extra };
  return {
    request: maskExchange({ ...mask, value: params, isForm }),
    response: isUnread ? leftOut(NOT_JSON) : maskExchange({ ...mask, value: answer }),
    message: isAppError(error) ? maskMessage(error.message, mask) : null,
  };
}

function leftOut(value: string): Masked {
  return { value, isCut: true };
}

function maskMessage(value: string, mask: { secrets: string[]; extra: ExtraMasks | null }): string {
  return maskExchange({ ...mask, value, maxBytes: MAX_MESSAGE_BYTES }).value as string;
}

function distinct(values: (string | null | undefined)[]): string[] {
  return [
    ...new Set(values.filter((value) => typeof value === "string" && value !== "")),
  ] as string[];
}
