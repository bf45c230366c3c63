import { AppError } from "../errors.ts";
import type { Message, PendingRun } from "./compose.ts";
import { backoffMs, rowFault, type RowFault } from "./delivery-faults.ts";
import { isFold } from "./fold.ts";

export type CommandResult = { ok: true; result: unknown } | { ok: false; error: AppError };

export interface RowChange {
  ids: bigint[];
  calledAt: Date;
  state: "done" | "dead" | "pending";
  /** The portal refused before doing it: the counted attempt is taken back, a repetition is no repeat. */
  isUnsent: boolean;
  isRefused: boolean;
  /** The text will not be in the portal's log, and nobody refused it for what it is. */
  isOmitted: boolean;
  delayMs: number;
  error: string | null;
}

export interface RunChange {
  run: PendingRun;
  state: "delivered" | "undeliverable" | "lines-stopped";
  cause: string | null;
}

export interface Judgement {
  rows: RowChange[];
  runs: RunChange[];
  /** Refused for limits: the lane pauses. */
  paceMs: number | null;
  /** Refused for a method's execution time: only what needs that method waits. */
  held: { lines: number | null; completions: number | null };
}

const LEAST_WAIT_MS = 1_000;
const MAX_REFUSALS = 8;
// How long a completion that was tried against its limit rests: as the limit itself would.
const UNKNOWN_REST_MS = 60_000;
const MAX_REST_MS = 600_000;

/** Decides for each command of an answered batch; successes stay, whatever happened beside them. */
export function judge(
  messages: Message[],
  results: Map<string, CommandResult>,
  random: number,
): Judgement {
  const judgement: Judgement = {
    rows: [],
    runs: [],
    paceMs: null,
    held: { lines: null, completions: null },
  };
  const lastAccepted = new Map<string, number>();
  const finished = new Set<string>();
  for (const [place, { run, kind }] of messages.entries()) {
    if (results.get(commandId(place))?.ok !== true) continue;
    lastAccepted.set(run.runId, place);
    if (kind === "complete") finished.add(run.runId);
  }
  for (const [place, message] of messages.entries()) {
    const { runId } = message.run;
    const result = results.get(commandId(place)) ?? { ok: false, error: noAnswer() };
    if (result.ok) {
      accept(judgement, message);
      continue;
    }
    const isOvertaken = (lastAccepted.get(runId) ?? -1) > place;
    const fault = rowFault(result.error.code);
    const isFinished = finished.has(runId);
    refuse(judgement, { message, error: result.error, fault, isOvertaken, isFinished, random });
  }
  return judgement;
}

export function commandId(place: number): string {
  return `c${place}`;
}

function noAnswer(): AppError {
  return new AppError("portal_unavailable", "The batch says nothing of the command.", {
    isOutcomeUnknown: true,
  });
}

function accept(judgement: Judgement, { run, kind, rows, left }: Message): void {
  const sent = {
    isUnsent: false,
    isRefused: false,
    isOmitted: false,
    delayMs: 0,
    error: null,
  };
  const done = { ...sent, calledAt: run.calledAt, state: "done" } as const;
  const ids = rows.filter((row) => !left.includes(row)).map(({ id }) => id);
  judgement.rows.push({ ...done, ids });
  if (left.length > 0) {
    const error = "portal_operation_limited";
    judgement.rows.push({ ...done, ids: left.map(({ id }) => id), isOmitted: true, error });
  }
  if (kind === "complete") judgement.runs.push({ run, state: "delivered", cause: null });
}

interface RefuseInput {
  message: Message;
  error: AppError;
  fault: RowFault;
  /** Later lines of the run were accepted: this one will stand behind them, so it must carry its number. */
  isOvertaken: boolean;
  /** The completion of the run was accepted: the portal takes no more lines. */
  isFinished: boolean;
  random: number;
}

function refuse(judgement: Judgement, input: RefuseInput): void {
  const { message, error, fault, isOvertaken, isFinished } = input;
  const refusals = 1 + Math.max(0, ...message.rows.map((row) => row.refusals));
  const change = {
    ids: message.rows.map(({ id }) => id),
    calledAt: message.run.calledAt,
    isUnsent: !error.isOutcomeUnknown && !isOvertaken,
    isRefused: true,
    isOmitted: false,
    delayMs: 0,
    error: reasonOf(error),
  };
  if (fault === "wait") {
    noteWait(judgement, message, error);
    const state = isFinished ? "done" : "pending";
    const delayMs = restMs(message, error);
    judgement.rows.push({ ...change, state, isRefused: false, isOmitted: isFinished, delayMs });
    return;
  }
  if (fault === "retry" && !isFinished && refusals < MAX_REFUSALS) {
    const delayMs = backoffMs({ failures: refusals - 1, random: input.random });
    judgement.rows.push({ ...change, state: "pending", delayMs });
    return;
  }
  if (fault === "terminal" && isFold(message)) {
    // Its lines may be what is refused: the counted refusal makes the completion go alone.
    judgement.rows.push({ ...change, state: "pending" });
    return;
  }
  judgement.rows.push({ ...change, state: "dead" });
  if (!isFinished) refuseRun(judgement, message, input);
}

function refuseRun(judgement: Judgement, { run, kind }: Message, input: RefuseInput): void {
  const { fault, error } = input;
  if (kind === "complete") {
    judgement.runs.push({ run, state: "undeliverable", cause: causeOf(fault, error) });
  } else if (fault === "token" || fault === "gone") {
    judgement.runs.push({ run, state: "lines-stopped", cause: causeOf(fault, error) });
  }
}

// A method that has used up its time holds back what needs it; every other limit is the whole lane's.
function noteWait(judgement: Judgement, { kind }: Message, error: AppError): void {
  const waitMs = Math.max(LEAST_WAIT_MS, error.retryAfterMs ?? 0);
  if (error.code !== "portal_operation_limited") {
    judgement.paceMs = Math.max(judgement.paceMs ?? 0, error.retryAfterMs ?? LEAST_WAIT_MS);
    return;
  }
  const key = kind === "log" ? "lines" : "completions";
  judgement.held[key] = Math.max(judgement.held[key] ?? 0, waitMs);
}

// Near its deadline no hold keeps a completion back: without a rest it would be tried all the time.
function restMs({ run, kind }: Message, error: AppError): number {
  if (kind !== "complete" || !run.isNear || error.code !== "portal_operation_limited") return 0;
  return Math.min(MAX_REST_MS, Math.max(LEAST_WAIT_MS, error.retryAfterMs ?? UNKNOWN_REST_MS));
}

function reasonOf(error: AppError): string {
  return error.platformCode ? `${error.code}: ${error.platformCode}` : error.code;
}

function causeOf(fault: RowFault, error: AppError): string {
  if (fault === "token") return "token";
  return fault === "gone" ? "workflow_gone" : error.code;
}
