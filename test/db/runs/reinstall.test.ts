import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { childEnv } from "../../../lib/env.ts";
import { receiveEvent } from "../../../lib/portals/index.ts";
import { appendLine, maintainRuns, portalRemovedJob, settleRun } from "../../../lib/runs/index.ts";
import { claimLane } from "../../../lib/runs/claim-lane.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { lifecycleEvent } from "../../support/lifecycle-event.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { deliverAll, fakePortal, makeRun, readRun } from "./bed.ts";

const { db, url } = await createTestDb();
const base = testCtx(db);
const cloud = await startTestCloud();

async function installed(): Promise<{ portal: Portal; ctx: PortalCtx; old: RunKey[] }> {
  await db.portalLane.deleteMany();
  const portal = await cloud.addPortal();
  const ctx = await installPortal(base, portal);
  await portal.finishInstall();
  const [open, settled, quiet] = [
    await makeRun(ctx),
    await makeRun(ctx),
    await makeRun(ctx, { isWaiting: false }),
  ];
  await settleRun(ctx, { ...settled, outcome: "success", message: "Done.", by: "work" });
  await appendLine(ctx, { ...quiet, message: "a line of before" });
  return { portal, ctx, old: [open, settled, quiet] };
}

async function claimUninstall(ctx: PortalCtx): Promise<void> {
  await receiveEvent(base, await lifecycleEvent(ctx, { event: "ONAPPUNINSTALL" }));
}

async function runJob({ portalId }: PortalCtx, fault?: string): Promise<string | null> {
  const args = [`${import.meta.dirname}/removed-child.ts`, url, portalId.toString()];
  const env = childEnv({ FAULT_POINT: fault, LOG_LEVEL: "error" });
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return code === 0 ? null : signal;
}

async function expectClosed(ctx: PortalCtx, old: RunKey[]): Promise<void> {
  const states = await Promise.all(old.map(async ({ runId }) => readRun(ctx, runId)));
  expect(states.map(({ state, outcome }) => `${state} ${outcome ?? ""}`)).toEqual([
    "undeliverable cancelled",
    "undeliverable success",
    "delivered cancelled",
  ]);
}

/** The work that a worker would be handed now: jobs of the portal, whenever they are due. */
async function waitingJobs({ portalId }: PortalCtx): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM pgboss.job WHERE data->>'portalId' = ${portalId.toString()}
      AND state = 'created' AND name = 'portal.removed'`;
  return rows.map(({ name }) => name);
}

const CRASHES = [
  "after-removal",
  "before-close-runs",
  "before-settle",
  "after-settle",
  "before-close-commit",
  "after-close-runs",
];

describe("a worker that dies while it closes a removed portal", () => {
  test.each(CRASHES)("at %s leaves no old run open after a new installation", async (point) => {
    const { portal, ctx, old } = await installed();
    await portal.uninstallApp(false, true);
    await claimUninstall(ctx);
    expect(await runJob(ctx, `${point}:kill`)).toBe("SIGKILL");
    await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'portal.removed'`;

    await installPortal(base, portal);
    const fresh = await makeRun(ctx);
    await settleRun(ctx, { ...fresh, outcome: "success", message: "New.", by: "work" });
    const served = await claimLane(db, { owner: "test" });
    const jobs = await waitingJobs(ctx);
    expect(await runJob(ctx)).toBeNull();
    const sent = fakePortal();
    await deliverAll(ctx, sent);

    expect(served).toBeUndefined();
    expect(jobs).toEqual(["portal.removed"]);
    await expectClosed(ctx, old);
    expect(sent.log.map(({ text }) => text)).toEqual(["New."]);
    expect(await readRun(ctx, fresh.runId)).toMatchObject({ state: "delivered" });
    expect(await db.portal.findUnique({ where: { id: ctx.portalId } })).toMatchObject({
      state: "active",
      removedAt: null,
    });
  });

  test("before the removal is marked leaves the runs of the same installation to the next try", async () => {
    const { portal, ctx, old } = await installed();
    await portal.uninstallApp(false, true);
    await claimUninstall(ctx);
    expect(await runJob(ctx, "before-removal:kill")).toBe("SIGKILL");

    expect(await runJob(ctx)).toBeNull();

    await expectClosed(ctx, old);
  });

  test("is made good by the regular care when its job is lost too", async () => {
    const { portal, ctx, old } = await installed();
    await portal.uninstallApp(false, true);
    await claimUninstall(ctx);
    await runJob(ctx, "after-removal:kill");
    await installPortal(base, portal);
    const fresh = await makeRun(ctx);

    await maintainRuns(base, { keepDays: 90 });
    await maintainRuns(base, { keepDays: 90 });

    await expectClosed(ctx, old);
    expect(await readRun(ctx, fresh.runId)).toMatchObject({ state: "received" });
  });
});

test("a claim of an uninstall that nobody proves closes no run", async () => {
  const { ctx, old } = await installed();
  await claimUninstall(ctx);
  const job = { id: "x", attempt: 1, signal: new AbortController().signal };

  await portalRemovedJob().handler(base, { portalId: ctx.portalId.toString() }, job);

  const [open] = old;
  expect(await readRun(ctx, open?.runId ?? "")).toMatchObject({ state: "received" });
  expect(await db.portal.findUnique({ where: { id: ctx.portalId } })).toMatchObject({
    state: "active",
  });
});
