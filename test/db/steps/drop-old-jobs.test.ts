import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { runCompiled, withTx } from "../../../lib/db/index.ts";
import { dropOldJobs } from "../../../lib/steps/index.ts";
import { createTestDb } from "../../support/index.ts";
import { makeCtx, makeRun } from "../runs/bed.ts";

const { db } = await createTestDb();
// More than two parts of each.
const OLD = 4_100;

interface Rows {
  portalId: bigint;
  runId: string;
  calledAt: Date;
  /** Days since the job was closed; null while it is open. */
  closedDays: number | null;
}

async function addJob({ portalId, runId, calledAt, closedDays }: Rows): Promise<void> {
  const closedAt = closedDays === null ? null : new Date(Date.now() - closedDays * 86_400_000);
  const job = { portalId, runId, calledAt, connectionId: randomUUID(), connectionName: "x" };
  const tokenHash = Buffer.alloc(32);
  await db.stepJob.create({ data: { ...job, waits: true, lang: "en", tokenHash, closedAt } });
  await db.jobAttempt.create({ data: { portalId, runId, kind: "run", number: 1 } });
  const bodyHash = Buffer.alloc(32);
  await db.jobCall.create({ data: { portalId, runId, route: "complete", key: "1", bodyHash } });
}

/** Jobs whose runs are gone, each with an attempt and an answer. */
async function addOld(portalId: bigint): Promise<void> {
  await withTx(db, async (tx) => {
    const rows = "generate_series(1, $2::integer) AS n";
    const id = "('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid";
    for (const text of [
      `INSERT INTO step_job (portal_id, run_id, called_at, connection_id, connection_name, waits, lang, token_hash)
        SELECT $1::bigint, ${id}, '2026-01-01', ${id}, 'x', true, 'en', '\\x00' FROM ${rows}`,
      `INSERT INTO job_attempt (portal_id, run_id, kind, number)
        SELECT $1::bigint, ${id}, 'run', 1 FROM ${rows}`,
      `INSERT INTO job_call (portal_id, run_id, route, key, body_hash)
        SELECT $1::bigint, ${id}, 'complete', '1', '\\x00' FROM ${rows}`,
    ]) {
      await runCompiled(tx, { text, values: [portalId, OLD] });
    }
  });
}

const left = async (portalId: bigint) => {
  const where = { portalId };
  const ids = (rows: { runId: string }[]) => rows.map(({ runId }) => runId).sort();
  return {
    jobs: ids(await db.stepJob.findMany({ where })),
    attempts: ids(await db.jobAttempt.findMany({ where })),
    calls: ids(await db.jobCall.findMany({ where })),
  };
};

test("old jobs go in parts until none is left, with their attempts and answers; the others stay", async () => {
  const ctx = await makeCtx(db);
  const { portalId } = ctx;
  const [open, young, closed] = [await makeRun(ctx), await makeRun(ctx), await makeRun(ctx)];
  await addJob({ ...open, portalId, closedDays: null });
  await addJob({ ...young, portalId, closedDays: 7 });
  await addJob({ ...closed, portalId, closedDays: 9 });
  await addOld(portalId);
  expect((await left(portalId)).jobs).toHaveLength(OLD + 3);

  await dropOldJobs(ctx);

  const kept = [open.runId, young.runId, closed.runId].sort();
  expect(await left(portalId)).toEqual({
    jobs: kept,
    attempts: kept,
    // Nobody repeats a report of the one that ended over a week ago.
    calls: [open.runId, young.runId].sort(),
  });
});

test("what somebody holds is left to the next time, and holds up nothing", async () => {
  const ctx = await makeCtx(db);
  const { portalId } = ctx;
  await addOld(portalId);
  await withTx(db, async (tx) => {
    await runCompiled(tx, {
      text: "SELECT FROM step_job WHERE portal_id = $1::bigint ORDER BY run_id LIMIT 1 FOR UPDATE",
      values: [portalId],
    });
    await dropOldJobs(ctx);
  });
  expect((await left(portalId)).jobs).toEqual(["00000000-0000-4000-8000-000000000001"]);

  await dropOldJobs(ctx);

  expect(await left(portalId)).toEqual({ jobs: [], attempts: [], calls: [] });
});
