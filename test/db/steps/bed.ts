import type { PortalCtx } from "../../../lib/ctx.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { ActivityForm, runSetup } from "../../../lib/portals/index.ts";
import { executeRun, getRun } from "../../../lib/runs/index.ts";
import { findStep, startStep, stepRegistrations } from "../../../lib/steps/index.ts";
import type { LogRow } from "../../portal/eventlog/log-row.ts";
import type { Portal, PortalCloud, PortalOptions } from "../../portal/index.ts";
import { testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";

export interface StepBed {
  portal: Portal;
  ctx: PortalCtx;
}

/** An installed portal with the steps registered; its log changes only by what the test does. */
export async function makeStepBed(
  at: { db: RootDb; cloud: PortalCloud },
  options: PortalOptions = {},
): Promise<StepBed> {
  const portal = await at.cloud.addPortal({ edition: "enterprise", entries: 30, ...options });
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(at.db), portal);
  await runSetup(ctx, { registrations: stepRegistrations });
  return { portal, ctx };
}

let calls = 0;

export function formOf(
  portal: Portal,
  properties: Record<string, unknown>,
  { code = "logbook_search", at = Date.now() } = {},
) {
  calls += 1;
  return ActivityForm.parse({
    workflow_id: "65808f8311b626.28237158",
    code,
    document_id: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    document_type: ["crm", "CCrmDocumentDeal", "DEAL"],
    event_token: `65808f8311b626.28237158|A1|call${calls}.abcdef`,
    properties,
    use_subscription: "Y",
    timeout_duration: "600",
    ts: String(Math.floor(at / 1_000)),
    auth: { member_id: portal.memberId, application_token: "0123456789abcdef", user_id: "1" },
  });
}

/** Stores a call and does one attempt of its work. */
export async function search(
  { portal, ctx }: StepBed,
  properties: Record<string, unknown>,
  { code = "logbook_search", at = Date.now() } = {},
) {
  const call = formOf(portal, properties, { code, at });
  const { runId } = await startStep(ctx, { code, call });
  return attempt({ ctx }, runId);
}

/** One attempt of a stored call's work. */
export async function attempt({ ctx }: Pick<StepBed, "ctx">, runId: string) {
  const { calledAt } = await ctx.db.run.findFirstOrThrow({ where: { id: runId } });
  const findWork = (stepCode: string) => findStep(stepCode)?.work;
  const signal = new AbortController().signal;
  await executeRun(ctx, { runId, calledAt, findWork, signal });
  const { run, returnValues, timeline } = await getRun(ctx, { runId });
  const lines = timeline.filter(({ kind }) => kind === "line").map(({ message }) => message);
  return { run, values: returnValues ?? {}, lines };
}

/** Numbers in the archive of these rows of the portal. */
export async function seqs(ctx: PortalCtx, rows: (LogRow | undefined)[]): Promise<number[]> {
  const stored = await ctx.db.$queryRaw<{ id: number; seq: number }[]>`
    SELECT portal_entry_id::float8 AS id, seq::float8 AS seq FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0`;
  return rows.map((row) => stored.find(({ id }) => id === row?.id)?.seq ?? 0);
}
