import { afterAll } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { executeRun, getRun } from "../../../lib/runs/index.ts";
import { createConnection, findStep, reportJob, startStep } from "../../../lib/steps/index.ts";
import { deliver } from "../../../lib/steps/job/delivery/deliver.ts";
import { startOutside, type OutsideSystem } from "../../outside/outside-system.ts";
import type { PortalCloud } from "../../portal/index.ts";
import { testCtx } from "../../support/index.ts";
import { formOf, makeStepBed, type StepBed } from "./bed.ts";

export const code = "logbook_job";

export interface JobBed extends StepBed {
  outside: OutsideSystem;
  connectionId: string;
  admin: PortalCtx;
}

/** A portal with a connection to an outside system of its own. */
export async function makeJobBed(at: { db: RootDb; cloud: PortalCloud }): Promise<JobBed> {
  const bed = await makeStepBed(at, { entries: 0 });
  const outside = await startOutside();
  afterAll(async () => outside.stop());
  const admin = { ...bed.ctx, actor: { kind: "user", userId: 1, isAdmin: true } as const };
  const made = await createConnection(admin, { name: "Billing", url: outside.url });
  outside.secret = made.secret;
  return { ...bed, outside, admin, connectionId: made.connection.id };
}

export interface Key {
  runId: string;
  calledAt: Date;
}

interface BeginOptions {
  waits?: boolean;
  timeout?: number;
  accessToken?: string | null;
  workflowId?: string;
}

const signal = new AbortController().signal;

/** Stores a call and does the work of the step; nothing is sent yet. */
export async function begin(
  { portal, ctx }: StepBed,
  properties: Record<string, unknown> = {},
  options: BeginOptions = {},
): Promise<Key> {
  const call = formOf(portal, { connection: "Billing", ...properties }, { code });
  call.use_subscription = options.waits === false ? "N" : "Y";
  call.timeout_duration = options.timeout ?? 0;
  if (options.workflowId !== undefined) call.workflow_id = options.workflowId;
  const own = portal.issueTokens({ userId: 1, source: "queue" }).access.value;
  const { accessToken = own } = options;
  if (accessToken !== null) call.auth.access_token = accessToken;
  const { runId } = await startStep(ctx, { code, call });
  const { calledAt } = await ctx.db.run.findFirstOrThrow({ where: { id: runId } });
  await work({ ctx }, { runId, calledAt });
  return { runId, calledAt };
}

export async function work({ ctx }: Pick<StepBed, "ctx">, key: Key): Promise<void> {
  const findWork = (stepCode: string) => findStep(stepCode)?.work;
  await executeRun(ctx, { ...key, findWork, signal });
}

/** One attempt, as the queue's job makes it. */
export async function send(
  { ctx }: StepBed,
  key: Key,
  kind: "run" | "cancelled" = "run",
): Promise<void> {
  await deliver(ctx, { ...key, portalId: ctx.portalId, kind, signal });
}

export async function start(
  bed: JobBed,
  properties: Record<string, unknown> = {},
  options: BeginOptions = {},
) {
  const key = await begin(bed, properties, options);
  await send(bed, key);
  return { key, ...requestOf(bed, key) };
}

export function requestOf({ outside }: JobBed, { runId }: Key) {
  const request = outside.received.find(({ data }) => data.runId === runId);
  return { request, secret: request?.data.token ?? "" };
}

interface Told {
  key?: string;
  body?: unknown;
}

/** A report as our API's door hands it on. */
export async function tell(
  { ctx }: Pick<StepBed, "ctx">,
  at: { runId: string; secret: string; route: "progress" | "heartbeat" | "complete" | "fail" },
  { key, body = {} }: Told = {},
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return reportJob(testCtx(ctx.db), { ...at, key: key ?? null, body: text });
}

export async function read({ ctx }: Pick<StepBed, "ctx">, { runId }: { runId: string }) {
  const { run, returnValues, timeline } = await getRun(ctx, { runId });
  const lines = timeline.filter(({ kind }) => kind === "line").map(({ message }) => message);
  return { run, values: returnValues ?? {}, lines };
}
