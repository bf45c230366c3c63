import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { appendEntries, parseEntry } from "../../../lib/archive/index.ts";
import { childEnv } from "../../../lib/env.ts";
import { executeRun, getRun } from "../../../lib/runs/index.ts";
import { findStep, startStep } from "../../../lib/steps/index.ts";
import { matchWaits } from "../../../lib/steps/wait/match.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { formOf, makeStepBed, type StepBed } from "./bed.ts";

const { db, url } = await createTestDb();
const cloud = await startTestCloud();
const code = "logbook_wait";
const signal = new AbortController().signal;

interface Key {
  runId: string;
  calledAt: Date;
}

/** A run whose process was killed when its wait was noted and nothing searched yet. */
async function crash(key: Key): Promise<void> {
  const args = ["test/db/steps/wait-child.ts", url, key.runId, key.calledAt.toISOString()];
  const child = spawn(process.execPath, args, {
    env: childEnv({ DATABASE_URL: url, FAULT_POINT: "after-park-wait:kill" }),
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [, endedBy] = (await once(child, "exit")) as [number | null, string | null];
  expect(endedBy).toBe("SIGKILL");
  expect(await db.stepWait.count({ where: { runId: key.runId } })).toBe(1);
}

async function call({ portal, ctx }: StepBed): Promise<Key> {
  const at = Date.now();
  const form = formOf(portal, { query: "type:BACKUP_ERROR" }, { code, at });
  const { runId } = await startStep(ctx, { code, call: form });
  const { calledAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
  return { runId, calledAt };
}

async function write({ ctx }: StepBed, id: number, auditTypeId: string): Promise<void> {
  const timestampX = `${new Date().toISOString().slice(0, 19)}+00:00`;
  const facts = { severity: "SECURITY", moduleId: "main", itemId: "1" };
  const row = parseEntry({ id: String(id), timestampX, auditTypeId, ...facts });
  await appendEntries(ctx, { epoch: 0, rows: [row] });
}

const attemptsOf = async ({ runId }: Key): Promise<number> =>
  (await db.run.findFirstOrThrow({ where: { id: runId } })).attempt;

const looksAsked = async ({ ctx: { portalId } }: StepBed): Promise<number> =>
  (
    await db.$queryRaw<unknown[]>`
      SELECT FROM pgboss.job WHERE name = 'entries.appended' AND state = 'created'
        AND data->>'portalId' = ${portalId.toString()}`
  ).length;

describe("a wait whose process died before its first search", () => {
  test("is matched by an entry that is stored afterwards, without another attempt", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await call(bed);
    await crash(key);

    await write(bed, 1_001, "USER_LOGIN");
    await matchWaits(bed.ctx, { signal });
    const still = await getRun(bed.ctx, key);
    await write(bed, 1_002, "BACKUP_ERROR");
    const asked = await looksAsked(bed);
    await matchWaits(bed.ctx, { signal });
    const { run, returnValues } = await getRun(bed.ctx, key);

    expect(still.run.state).toBe("running");
    expect(asked).toBeGreaterThan(0);
    expect(run.outcome).toBe("success");
    expect(await attemptsOf(key)).toBe(1);
    expect(returnValues).toMatchObject({ found: "Y", count: 1, entry_ids: [2] });
    expect(await db.stepWait.count({ where: { runId: key.runId } })).toBe(0);
  });

  test("finds at its next attempt what was stored before it was noted", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await call(bed);
    await write(bed, 1_001, "BACKUP_ERROR");
    await crash(key);

    await matchWaits(bed.ctx, { signal });
    const findWork = (stepCode: string) => findStep(stepCode)?.work;
    await executeRun(bed.ctx, { ...key, findWork, signal });
    const { run, returnValues } = await getRun(bed.ctx, key);

    expect(run.outcome).toBe("success");
    expect(await attemptsOf(key)).toBe(2);
    expect(returnValues).toMatchObject({ found: "Y", entry_ids: [1] });
  });
});
