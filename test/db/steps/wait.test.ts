import { describe, expect, test } from "vitest";
import { appendEntries, parseEntry } from "../../../lib/archive/index.ts";
import { cancelRun, executeRun, getRun, settleOverdue } from "../../../lib/runs/index.ts";
import { dropSettledWaits, findStep, startStep } from "../../../lib/steps/index.ts";
import { matchWaits } from "../../../lib/steps/wait/match.ts";
import { MAX_WAITS } from "../../../lib/steps/wait/waits.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { formOf, makeStepBed, type StepBed } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const code = "logbook_wait";
const signal = new AbortController().signal;

interface Key {
  runId: string;
  calledAt: Date;
}

async function begin(
  { portal, ctx }: StepBed,
  properties: Record<string, unknown>,
  { timeout = "0", at = Date.now() } = {},
): Promise<Key> {
  const call = formOf(portal, properties, { code, at });
  call.timeout_duration = Number(timeout);
  const { runId } = await startStep(ctx, { code, call });
  const { calledAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
  await work({ ctx }, { runId, calledAt });
  return { runId, calledAt };
}

async function work({ ctx }: Pick<StepBed, "ctx">, key: Key): Promise<void> {
  const findWork = (stepCode: string) => findStep(stepCode)?.work;
  await executeRun(ctx, { ...key, findWork, signal });
}

let lastId = 1_000;

async function write({ ctx }: StepBed, entry: Record<string, unknown>, at = Date.now()) {
  lastId += 1;
  const timestampX = `${new Date(at).toISOString().slice(0, 19)}+00:00`;
  const row = { id: String(lastId), timestampX, severity: "SECURITY", moduleId: "main", ...entry };
  return appendEntries(ctx, { epoch: 0, rows: [parseEntry({ itemId: "1", ...row })] });
}

const look = async ({ ctx }: StepBed): Promise<void> => matchWaits(ctx, { signal });
const read = async ({ ctx }: StepBed, { runId }: Key) => getRun(ctx, { runId });
const jobs = async (): Promise<number> =>
  (
    await db.$queryRaw<unknown[]>`
      SELECT FROM pgboss.job WHERE name = 'entries.appended' AND state = 'created'`
  ).length;

describe("a process that waits for an entry", () => {
  test("goes on with it once it is stored, and costs nothing until then", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, { query: "type:USER_LOGIN ip:203.0.113.0/24" });
    const parked = await read(bed, key);

    await write(bed, { auditTypeId: "USER_LOGOUT", remoteAddr: "203.0.113.9" });
    await look(bed);
    const still = await read(bed, key);
    await write(bed, { auditTypeId: "USER_LOGIN", remoteAddr: "203.0.113.9", itemId: "who" });
    await look(bed);
    const { run, returnValues } = await read(bed, key);

    expect([parked.run.state, still.run.state]).toEqual(["running", "running"]);
    expect(run).toMatchObject({ outcome: "success", outcomeMessage: "1 entry found." });
    expect(returnValues).toMatchObject({
      ...{ status: "ok", found: "Y", count: 1, entry_ids: [2] },
      waited: expect.any(Number) as number,
      link: expect.stringContaining("params[e]=2") as string,
    });
    expect(await db.stepWait.count({ where: { portalId: bed.ctx.portalId } })).toBe(0);
  });

  test("finds an entry that was stored between its call and its start", async () => {
    const bed = await makeStepBed({ db, cloud });
    const at = Date.now();
    await write(bed, { auditTypeId: "BACKUP_ERROR" }, at);

    const key = await begin(bed, { query: "type:BACKUP_ERROR" }, { at });

    expect((await read(bed, key)).run.outcome).toBe("success");
  });

  test("does not take an entry of before its call, also when it is stored late", async () => {
    const bed = await makeStepBed({ db, cloud });
    await write(bed, { auditTypeId: "BACKUP_ERROR" }, Date.now() - 60_000);
    const key = await begin(bed, { query: "type:BACKUP_ERROR" });
    await write(bed, { auditTypeId: "BACKUP_ERROR" }, Date.now() - 30_000);
    await look(bed);

    expect((await read(bed, key)).run.state).toBe("running");
  });

  test("begins again after a crash without another wait", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, { query: "type:BACKUP_ERROR" });
    await work(bed, key);

    expect(await db.stepWait.count({ where: { portalId: bed.ctx.portalId } })).toBe(1);
    await write(bed, { auditTypeId: "BACKUP_ERROR" });
    await look(bed);
    expect((await read(bed, key)).run.outcome).toBe("success");
  });

  test("ends with a timeout when its own time or the portal's is up", async () => {
    const bed = await makeStepBed({ db, cloud });
    const own = await begin(bed, { query: "type:A", wait_for: "10" });
    const portals = await begin(bed, { query: "type:A", wait_for: "10" }, { timeout: "60" });
    const left = async ({ runId }: Key): Promise<number> => {
      const { deadlineAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
      return (deadlineAt.getTime() - Date.now()) / 60_000;
    };

    expect([await left(own), await left(portals)]).toEqual([
      expect.closeTo(10, 0),
      expect.closeTo(0.9, 0),
    ]);
    const past = new Date(Date.now() - 1_000);
    await db.run.updateMany({ where: { id: own.runId }, data: { deadlineAt: past } });
    await settleOverdue(bed.ctx);
    expect((await read(bed, own)).returnValues).toMatchObject({ status: "timeout" });
  });

  test("is known by a name that the portal had not told yet", async () => {
    const bed = await makeStepBed({ db, cloud });
    const [person] = bed.portal.people.all().filter(({ id }) => id === 2);
    const key = await begin(bed, { query: `user:"${person?.lastName ?? "nobody"}"` });
    await write(bed, { auditTypeId: "USER_LOGOUT", userId: 2 });
    await look(bed);

    expect((await read(bed, key)).run.outcome).toBe("success");
  });

  test("is refused where thousands wait already, and one that waits goes on", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, { query: "type:BACKUP_ERROR" });
    await db.$executeRaw`
      INSERT INTO step_wait (portal_id, run_id, called_at, query, from_at, zone, lang)
      SELECT ${bed.ctx.portalId}, gen_random_uuid(), now(), 'type:A', now(), 'UTC', 'en'
      FROM generate_series(1, ${MAX_WAITS - 1})`;

    const refused = await begin(bed, { query: "type:BACKUP_ERROR" });
    await work(bed, key);

    expect((await read(bed, refused)).returnValues).toMatchObject({
      status: "error",
      message: expect.stringContaining("are waiting for an entry already") as string,
    });
    expect((await read(bed, key)).run.state).toBe("running");
  });

  test("that was cancelled is not waited for any more", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, { query: "type:BACKUP_ERROR" });
    const actor = { kind: "user", userId: 1, isAdmin: true } as const;
    await cancelRun({ ...bed.ctx, actor }, { runId: key.runId });
    await write(bed, { auditTypeId: "BACKUP_ERROR" });
    await look(bed);
    await dropSettledWaits(bed.ctx);

    expect((await read(bed, key)).run.outcome).toBe("cancelled");
    expect(await db.stepWait.count({ where: { portalId: bed.ctx.portalId } })).toBe(0);
    expect(await db.archiveWatch.count({ where: { portalId: bed.ctx.portalId } })).toBe(0);
  });

  test("ends with a sentence when an administrator switched reading off meanwhile", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, { query: "type:BACKUP_ERROR" });
    const where = { id: bed.ctx.portalId };
    await db.portal.update({ where, data: { stepsReadLog: false } });
    await write(bed, { auditTypeId: "BACKUP_ERROR" });
    await look(bed);

    expect((await read(bed, key)).returnValues).toMatchObject({
      status: "error",
      message: expect.stringContaining("may not read the event log") as string,
    });
  });

  test("sees only what the administrators' query lets it see", async () => {
    const bed = await makeStepBed({ db, cloud });
    const where = { id: bed.ctx.portalId };
    const key = await begin(bed, { query: "type:BACKUP_*" });
    await db.portal.update({ where, data: { stepsQuery: "type:BACKUP_SUCCESS" } });
    await write(bed, { auditTypeId: "BACKUP_ERROR" });
    await look(bed);
    const hidden = await read(bed, key);
    await write(bed, { auditTypeId: "BACKUP_SUCCESS" });
    await look(bed);

    expect(hidden.run.state).toBe("running");
    expect((await read(bed, key)).returnValues).toMatchObject({ entry_ids: [2] });
  });

  test.each([
    [{ query: "" }, /\(query\): it is empty/],
    [{ query: "typ:A" }, /\(query\): from character 1 on/],
    [{ query: "type:A", wait_for: "0" }, /\(wait_for\): a whole number/],
    [{ query: "type:A", wait_for: "525601" }, /\(wait_for\): a whole number/],
  ])("with a wrong property says which at once: %j", async (properties, sentence) => {
    const bed = await makeStepBed({ db, cloud });
    const key = await begin(bed, properties);

    expect((await read(bed, key)).returnValues).toMatchObject({
      status: "error",
      message: expect.stringMatching(sentence) as string,
    });
  });
});

test("new entries ask for a look only where somebody waits, and other portals' waits stay", async () => {
  const [bed, other] = [await makeStepBed({ db, cloud }), await makeStepBed({ db, cloud })];
  const before = await jobs();
  await write(bed, { auditTypeId: "A" });
  const unwatched = await jobs();
  const key = await begin(bed, { query: "type:B" });
  const foreign = await begin(other, { query: "type:B" });
  await write(bed, { auditTypeId: "B" });
  const watched = await jobs();
  await look(bed);
  await look(other);

  expect([unwatched - before, watched - unwatched]).toEqual([0, 1]);
  expect((await read(bed, key)).run.outcome).toBe("success");
  expect((await read(other, foreign)).run.state).toBe("running");
});
