import type { PortalCtx } from "../ctx.ts";
import { unseal } from "../db/index.ts";
import { AppError, internal } from "../errors.ts";
import { log } from "../log.ts";
import type { batchPortal } from "../portals/index.ts";
import { count } from "../counts.ts";
import { fault } from "../fault.ts";
import { beginSend } from "./begin-send.ts";
import { renewLane, type LaneClaim } from "./claim-lane.ts";
import { compose, type Message, type PendingRun } from "./compose.ts";
import { lanePause, rowFault } from "./delivery-faults.ts";
import { isFold } from "./fold.ts";
import { listHeads, readWhole } from "./heads.ts";
import {
  COMPLETION_METHOD,
  isHolding,
  LINE_METHOD,
  NO_HOLDS,
  readHolds,
  withRefusals,
  type Holds,
} from "./holds.ts";
import {
  commandId,
  judge,
  type CommandResult,
  type Judgement,
  type RowChange,
  type RunChange,
} from "./judge.ts";
import { recordResults } from "./record-results.ts";
import { releaseLane } from "./release-lane.ts";
import { EVENT_TOKEN_PURPOSE } from "./start.ts";

export type SendBatch = typeof batchPortal;

const RENEW_EVERY_MS = 5_000;
const LIMITED_PAUSE_MS = 5_000;
const MIN_BATCH = 5;
const MAX_BATCH = 50;

interface DeliverInput {
  claim: LaneClaim;
  send: SendBatch;
}

/** Sends one batch of a claimed lane, writes down what became of it and releases the lane. */
export async function deliverBatch(ctx: PortalCtx, { claim, send }: DeliverInput): Promise<void> {
  const holds = await readHolds(ctx);
  const runs = await readWhole(ctx, {
    runs: await listHeads(ctx, { limit: claim.batchSize, holds }),
    holds,
  });
  const { sendable, closed } = openTokens(runs);
  const messages = compose(
    sendable.map(({ run }) => run),
    claim.batchSize,
    holds,
  );
  const dropped = [...closed, ...linesNotSent(runs)];
  if (dropped.length > 0) {
    await recordResults(ctx.db, { claim, judgement: { rows: [], runs: dropped } });
  }
  if (messages.length === 0) return release(ctx, { claim, paceMs: null, holds });
  const rowIds = messages.flatMap(({ rows }) => rows.map(({ id }) => id));
  if (!(await beginSend(ctx.db, { claim, runs, rowIds }))) return;
  fault("before-send");
  const tokens = new Map(sendable.map(({ run, token }) => [run.runId, token]));
  const answer = await sendRenewing(ctx, { claim, send, messages, tokens });
  fault("after-send");
  if (answer instanceof AppError) return afterLoss(ctx, { claim, messages, error: answer });
  const judgement = judge(messages, answer, Math.random());
  await recordResults(ctx.db, { claim, judgement });
  fault("after-record");
  for (const change of judgement.rows) {
    const state = change.isOmitted ? "omitted" : change.state;
    count("deliveries_total", { state }, change.ids.length);
    logRefusal(ctx, change);
  }
  await release(ctx, {
    claim,
    paceMs: judgement.paceMs,
    holds: await holdsAfter(ctx, holds, judgement),
  });
}

async function holdsAfter(ctx: PortalCtx, before: Holds, { held }: Judgement): Promise<Holds> {
  const isRefused = held.lines !== null || held.completions !== null;
  return isRefused || isHolding(before) ? withRefusals(await readHolds(ctx), held) : NO_HOLDS;
}

// A token that does not open any more (its key was taken out of the ring) can never be answered.
function openTokens(runs: PendingRun[]) {
  const sendable: { run: PendingRun; token: string }[] = [];
  const closed: RunChange[] = [];
  for (const run of runs) {
    const token = openToken(run);
    if (token !== null) sendable.push({ run, token });
    else closed.push({ run, state: "undeliverable", cause: "token_unreadable" });
  }
  return { sendable, closed };
}

function openToken({ runId, tokenSealed }: PendingRun): string | null {
  if (tokenSealed === null) return null;
  try {
    return unseal(tokenSealed, EVENT_TOKEN_PURPOSE);
  } catch (error) {
    log("error", "delivery.token_unreadable", { runId, error });
    return null;
  }
}

// Lines that were written while the portal's refusal of lines was being written down.
function linesNotSent(runs: PendingRun[]): RunChange[] {
  return runs
    .filter(({ linesStopped, rows }) => linesStopped !== null && rows.some(isLine))
    .map((run) => ({ run, state: "lines-stopped", cause: run.linesStopped }));
}

function isLine({ kind }: { kind: string }): boolean {
  return kind === "log";
}

interface SendInput extends DeliverInput {
  messages: Message[];
  tokens: Map<string, string>;
}

async function sendRenewing(
  ctx: PortalCtx,
  { claim, send, messages, tokens }: SendInput,
): Promise<Map<string, CommandResult> | AppError> {
  const renewal = setInterval(() => {
    renewLane(ctx.db, claim).catch((error: unknown) => {
      log("warn", "lane.renew_failed", { portalId: ctx.portalId, error });
    });
  }, RENEW_EVERY_MS);
  try {
    return await send(ctx, {
      commands: messages.map((message, place) => toCommand(message, place, tokens)),
      halt: false,
      priority: messages.some(({ run }) => run.isSettled) ? "completion" : "line",
      runIds: [...new Set(messages.map(({ run }) => run.runId))],
    });
  } catch (error) {
    return error instanceof AppError ? error : internal("The batch failed.", error);
  } finally {
    clearInterval(renewal);
  }
}

function toCommand(
  { run, kind, text, values }: Message,
  place: number,
  tokens: Map<string, string>,
) {
  const params = { EVENT_TOKEN: tokens.get(run.runId), LOG_MESSAGE: text };
  return kind === "log"
    ? { id: commandId(place), method: LINE_METHOD, params }
    : {
        id: commandId(place),
        method: COMPLETION_METHOD,
        params: { ...params, RETURN_VALUES: values ?? {} },
      };
}

// The batch was refused as a whole, or its answer was lost. In doubt the rows stay counted as sent.
async function afterLoss(
  ctx: PortalCtx,
  input: { claim: LaneClaim; messages: Message[]; error: AppError },
): Promise<void> {
  const { claim, messages, error } = input;
  const isUnknown = error.isOutcomeUnknown || error.code === "internal";
  const rows = lostRows(messages, { error, isUnknown });
  await recordResults(ctx.db, { claim, judgement: { rows, runs: [] } });
  const pause = lanePause(error, { failures: claim.failures, random: Math.random() });
  // What the method's limit holds back is seen when the lane is claimed next; the rest must not wait for it.
  if (error.code === "portal_operation_limited") {
    pause.delayMs = Math.min(pause.delayMs, LIMITED_PAUSE_MS);
  }
  if (pause.isFailure) {
    log("warn", "delivery.failed", { portalId: ctx.portalId, failures: claim.failures + 1, error });
  }
  await releaseLane(ctx.db, {
    claim,
    holds: NO_HOLDS,
    pause,
    failures: pause.isFailure ? claim.failures + 1 : claim.failures,
    // A shorter batch repeats less when the next answer is lost as well, and ends sooner on a slow portal.
    batchSize: isUnknown ? Math.max(MIN_BATCH, Math.floor(claim.batchSize / 2)) : claim.batchSize,
  });
}

// A completion whose text carries lines may be what the portal cannot take: that counts, so it goes alone next.
function lostRows(
  messages: Message[],
  { error, isUnknown }: { error: AppError; isUnknown: boolean },
): RowChange[] {
  const isBlamed = isUnknown || rowFault(error.code) === "terminal";
  const changed = isUnknown ? messages.filter(isFold) : messages;
  return changed.map((message) => ({
    ids: message.rows.map(({ id }) => id),
    calledAt: message.run.calledAt,
    state: "pending",
    isUnsent: !isUnknown,
    isRefused: isBlamed && isFold(message),
    isOmitted: false,
    delayMs: 0,
    error: isBlamed && isFold(message) ? error.code : null,
  }));
}

async function release(
  ctx: PortalCtx,
  { claim, paceMs, holds }: { claim: LaneClaim; paceMs: number | null; holds: Holds },
): Promise<void> {
  await releaseLane(ctx.db, {
    claim,
    holds,
    pause: paceMs === null ? null : { delayMs: paceMs, reason: null },
    failures: 0,
    batchSize: Math.min(MAX_BATCH, claim.batchSize * 2),
  });
}

function logRefusal(ctx: PortalCtx, change: RowChange): void {
  if (change.state === "done" && !change.isOmitted) return;
  const level = change.state === "dead" ? "error" : "warn";
  const { error: reason, ids } = change;
  log(level, "delivery.refused", {
    portalId: ctx.portalId,
    reason,
    rows: ids.length,
    state: change.state,
    isOmitted: change.isOmitted,
  });
}
