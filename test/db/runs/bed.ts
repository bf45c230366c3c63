import { randomUUID } from "node:crypto";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { AppError } from "../../../lib/errors.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { claimLane, type LaneClaim } from "../../../lib/runs/claim-lane.ts";
import { deliverBatch, type SendBatch } from "../../../lib/runs/deliver.ts";
import { startRun, type StartRunInput } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import type { Run } from "../../../prisma/generated/client.ts";
import { makePortal, testPortalCtx } from "../../support/index.ts";

export async function makeCtx(db: RootDb): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

export function callInput(overrides: Partial<StartRunInput> = {}): StartRunInput {
  return {
    eventToken: `wf|A1|${randomUUID()}.${"a".repeat(64)}`,
    calledAt: new Date(Math.floor(Date.now() / 1_000) * 1_000),
    stepCode: "logbook_search",
    registeredCode: "logbook_search",
    workflowId: "65808f8311b626.28237158",
    documentId: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    documentType: ["crm", "CCrmDocumentDeal", "DEAL"],
    properties: { query: "user:14" },
    isWaiting: true,
    timeoutSeconds: 600,
    calledByUserId: 1,
    ...overrides,
  };
}

export async function makeRun(
  ctx: PortalCtx,
  overrides: Partial<StartRunInput> = {},
): Promise<RunKey> {
  const { runId } = await startRun(ctx, callInput(overrides));
  const { calledAt } = await readRun(ctx, runId);
  return { runId, calledAt };
}

export async function readRun(ctx: PortalCtx, runId: string): Promise<Run> {
  return ctx.db.run.findFirstOrThrow({ where: { id: runId } });
}

export interface SentCommand {
  method: string;
  token: string;
  text: string;
  values: Record<string, unknown> | undefined;
}

type Verdict = "ok" | AppError;

export interface FakePortal {
  /** Everything that had an effect, in order. */
  log: SentCommand[];
  batches: SentCommand[][];
  send: SendBatch;
}

interface FakePortalInput {
  /** Decides per command; `ok` when left out. */
  command?(command: SentCommand): Verdict;
  /** Throws for the whole batch; `after` keeps its effects. */
  batch?(number: number): { error: AppError; after: boolean } | undefined;
  delay?(): Promise<void>;
  /** Before the answer, as `batchPortal` writes down what it says of the portal. */
  afterCommands?(): Promise<void>;
}

/** Stands for the portal behind `batchPortal`: the same answers, without HTTP, permits and tokens. */
export function fakePortal(input: FakePortalInput = {}): FakePortal {
  const log: SentCommand[] = [];
  const batches: SentCommand[][] = [];
  const send: SendBatch = async (_ctx, { commands }) => {
    const sent = commands.map(({ method, params }) => ({
      method,
      token: String(params["EVENT_TOKEN"]),
      text: String(params["LOG_MESSAGE"]),
      values: params["RETURN_VALUES"] as Record<string, unknown> | undefined,
    }));
    batches.push(sent);
    const fault = input.batch?.(batches.length);
    if (fault && !fault.after) throw fault.error;
    await input.delay?.();
    const results: Awaited<ReturnType<SendBatch>> = new Map();
    for (const [place, command] of sent.entries()) {
      const verdict = input.command?.(command) ?? "ok";
      if (verdict === "ok") log.push(command);
      const id = commands[place]?.id ?? "";
      results.set(
        id,
        verdict === "ok" ? { ok: true, result: true } : { ok: false, error: verdict },
      );
    }
    if (fault) throw fault.error;
    await input.afterCommands?.();
    return results;
  };
  return { log, batches, send };
}

export async function mustClaim(ctx: PortalCtx): Promise<LaneClaim> {
  const claim = await claimLane(ctx.db, { owner: "test" });
  if (claim?.portalId !== ctx.portalId) throw new Error("The lane of the portal was not due.");
  return claim;
}

/** Delivers until the lane is not due any more; returns the number of batches. */
export async function deliverAll(ctx: PortalCtx, portal: FakePortal): Promise<number> {
  for (let batches = 0; ; batches += 1) {
    const claim = await claimLane(ctx.db, { owner: "test" });
    if (claim === undefined) return batches;
    await deliverBatch({ ...ctx, portalId: claim.portalId }, { claim, send: portal.send });
  }
}

export function lost(): AppError {
  return new AppError("portal_unavailable", "No answer.", { isOutcomeUnknown: true });
}

export function refused(code: AppError["code"], retryAfterMs?: number): AppError {
  return new AppError(code, `Refused: ${code}.`, { retryAfterMs });
}
