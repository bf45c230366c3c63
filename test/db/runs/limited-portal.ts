import { expect } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { AppError } from "../../../lib/errors.ts";
import { noteOperationRefusal } from "../../../lib/portals/method-limits.ts";
import { appendLine, settleRun } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { fakePortal, makeRun, type FakePortal } from "./bed.ts";

export const LINE = "bizproc.activity.log";
export const COMPLETION = "bizproc.event.send";

export async function makeOpen(ctx: PortalCtx, ...lines: string[]): Promise<RunKey> {
  const key = await makeRun(ctx, { timeoutSeconds: 3_600 });
  for (const message of lines) await appendLine(ctx, { ...key, message });
  return key;
}

export async function makeSettled(ctx: PortalCtx, ...lines: string[]): Promise<RunKey> {
  const key = await makeOpen(ctx, ...lines);
  await settle(ctx, key);
  return key;
}

async function settle(ctx: PortalCtx, key: RunKey): Promise<void> {
  await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
}

export async function limit(ctx: PortalCtx, method: string, seconds = 300): Promise<void> {
  await noteOperationRefusal(ctx, { method, retryAfterMs: seconds * 1_000 });
}

export async function lift(ctx: PortalCtx): Promise<void> {
  await ctx.db.portalMethod.deleteMany({ where: { portalId: ctx.portalId } });
  await wake(ctx);
}

export async function wake({ db, portalId }: PortalCtx): Promise<void> {
  await db.portalLane.updateMany({ where: { portalId }, data: { dueAt: new Date(0) } });
}

export async function dueInSeconds({ db, portalId }: PortalCtx): Promise<number> {
  const lane = await db.portalLane.findUniqueOrThrow({ where: { portalId } });
  expect(lane.blockedUntil).toBeNull();
  return ((lane.dueAt?.getTime() ?? Infinity) - Date.now()) / 1_000;
}

/** Reads and changes runs by their key alone. */
export function makeRunRows(db: RootDb) {
  return {
    rowsOf: async ({ runId }: RunKey) =>
      db.outbox.findMany({ where: { runId }, orderBy: { seq: "asc" } }),
    setDeadline: async ({ runId }: RunKey, inSeconds: number) => {
      const deadlineAt = new Date(Date.now() + inSeconds * 1_000);
      await db.run.updateMany({ where: { id: runId }, data: { deadlineAt } });
    },
  };
}

export const sent = (portal: FakePortal) => portal.log.map(({ method, text }) => [method, text]);

// Refuses like the portal does, and writes it down like `batchPortal` does.
export function limitingPortal(
  ctx: PortalCtx,
  isLimited: (method: string, number: number) => boolean,
) {
  let commands = 0;
  let refused = new Set<string>();
  return fakePortal({
    command: ({ method }) => {
      commands += 1;
      if (!isLimited(method, commands)) return "ok";
      refused.add(method);
      return new AppError("portal_operation_limited", "Used up.", { retryAfterMs: 300_000 });
    },
    afterCommands: async () => {
      for (const method of refused) await limit(ctx, method);
      refused = new Set();
    },
  });
}
