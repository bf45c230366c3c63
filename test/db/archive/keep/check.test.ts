import { describe, expect, test } from "vitest";
import { findCheck, startCheck } from "../../../../lib/archive/keep/check.ts";
import { checkSlice, verifyJob } from "../../../../lib/archive/keep/verify-job.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { unavailable } from "../../../../lib/errors.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, appendMany, makeArchive, makeEntry } from "./bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const slice = { signal, sliceMs: 20_000 };

async function makeChecked(count = 20): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await appendMany(ctx, count);
  return ctx;
}

async function jobsOf({ portalId }: PortalCtx): Promise<number> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pgboss.job WHERE name = 'archive.verify' AND state = 'created'
      AND data->>'portalId' = ${portalId.toString()}`;
  return Number(rows[0]?.count);
}

describe("a check in the background", () => {
  test("starts with a job, and ends with what it found", async () => {
    const ctx = await makeChecked();

    const none = await findCheck(ctx);
    const started = await startCheck(ctx, {});
    const isDone = await checkSlice(ctx, slice);

    expect(none).toBeNull();
    expect(started).toEqual({
      ...{ state: "running", fromSeq: "1", toSeq: "20", seq: "0", percent: 0 },
      ...{ checked: 0, removed: 0, brokenAt: null, fault: null, reason: null, startedBy: 1 },
      ...{ startedAt: ctx.now().toISOString(), finishedAt: null },
    });
    expect(await jobsOf(ctx)).toBe(1);
    expect(isDone).toBe(true);
    expect(await findCheck(ctx)).toMatchObject({
      ...{ state: "ok", seq: "20", percent: 100, checked: 20, brokenAt: null },
      finishedAt: ctx.now().toISOString(),
    });
  });

  test("names the first broken entry", async () => {
    const ctx = await makeChecked();
    await db.entry.updateMany({
      where: { portalId: ctx.portalId, seq: 7 },
      data: { item: "x" },
    });
    await startCheck(ctx, {});
    await checkSlice(ctx, slice);

    expect(await findCheck(ctx)).toMatchObject({
      ...{ state: "broken", brokenAt: "7", fault: "content", checked: 6, percent: 30 },
      reason: "what the entry holds now is not what was stored",
    });
  });

  test("goes on in slices, up to the end at its start", async () => {
    const ctx = await makeChecked(12_000);
    await startCheck(ctx, {});
    await append(ctx, [makeEntry(90_000)]);
    const seen: string[] = [];
    for (let isDone = false; !isDone;) {
      isDone = await checkSlice(ctx, { signal, sliceMs: 0 });
      const { seq = "" } = (await findCheck(ctx)) ?? {};
      seen.push(seq);
    }

    expect(seen).toEqual(["4999", "9998", "12000"]);
    expect(await findCheck(ctx)).toMatchObject({ state: "ok", checked: 12_000, toSeq: "12000" });
  });

  test("of a part begins where it is told to", async () => {
    const ctx = await makeChecked();
    await startCheck(ctx, { fromSeq: "15" });
    await checkSlice(ctx, slice);

    expect(await findCheck(ctx)).toMatchObject({ state: "ok", fromSeq: "15", checked: 6 });
    await expect(startCheck(ctx, { fromSeq: "21" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("of a span holds although an entry outside of it is broken, and names one inside", async () => {
    const ctx = await makeChecked();
    const where = { portalId: ctx.portalId, seq: { in: [3, 15] } };
    await db.entry.updateMany({ where, data: { item: "x" } });
    await startCheck(ctx, { fromSeq: "4", toSeq: "14" });
    await checkSlice(ctx, slice);
    const whole = await findCheck(ctx);
    await startCheck(ctx, { fromSeq: "4", toSeq: "16" });
    await checkSlice(ctx, slice);

    expect(whole).toMatchObject({
      ...{ state: "ok", fromSeq: "4", toSeq: "14", checked: 11, percent: 100 },
    });
    expect(await findCheck(ctx)).toMatchObject({
      ...{ state: "broken", fault: "content", brokenAt: "15", fromSeq: "4", toSeq: "16" },
    });
  });

  test("looks at the archive's end only when the span reaches it", async () => {
    const ctx = await makeChecked();
    const { portalId } = ctx;
    await db.$executeRaw`INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month)
      VALUES (${portalId}, 21, 30, sha256(''), 1, '2020-01-01')`;
    await startCheck(ctx, { toSeq: "19" });
    await checkSlice(ctx, slice);
    const before = await findCheck(ctx);
    await startCheck(ctx, { fromSeq: "5", toSeq: "20" });
    await checkSlice(ctx, slice);

    expect(before).toMatchObject({ state: "ok", toSeq: "19" });
    expect(await findCheck(ctx)).toMatchObject({ state: "broken", fault: "beyond" });
  });

  test("of a span keeps to it from slice to slice, whichever worker takes the next", async () => {
    const ctx = await makeChecked(12_000);
    const where = { portalId: ctx.portalId, seq: { in: [90, 11_500] } };
    await db.entry.updateMany({ where, data: { item: "x" } });
    await startCheck(ctx, { fromSeq: "100", toSeq: "11000" });
    let slices = 0;
    for (let isDone = false; !isDone; slices += 1) {
      isDone = await checkSlice({ ...ctx }, { signal, sliceMs: 0 });
    }

    expect(slices).toBe(3);
    expect(await findCheck(ctx)).toMatchObject({
      ...{ state: "ok", fromSeq: "100", toSeq: "11000", checked: 10_901 },
    });
  });

  test.each([
    [{ fromSeq: "9", toSeq: "8" }, "fromSeq: must not be above toSeq"],
    [{ toSeq: "21" }, "toSeq: the archive ends at 20"],
    [{ fromSeq: "21" }, "fromSeq: the archive ends at 20"],
    [{ fromSeq: "0" }, "must be the number of an entry"],
    [{ toSeq: "x" }, "must be the number of an entry"],
  ])("of %j is refused", async (input, message) => {
    const ctx = await makeChecked();

    await expect(startCheck(ctx, input)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message) as string,
    });
    expect(await findCheck(ctx)).toBeNull();
  });

  test("is not begun anew while it runs, and can be after that", async () => {
    const ctx = await makeChecked();
    await startCheck(ctx, {});
    const again = await startCheck(ctx, { fromSeq: "5" });
    await checkSlice(ctx, slice);
    const later = await startCheck(ctx, { fromSeq: "5" });

    expect(again.fromSeq).toBe("1");
    expect(await jobsOf(ctx)).toBe(1);
    expect(later).toMatchObject({ state: "running", fromSeq: "5", checked: 0, finishedAt: null });
  });

  test("of an empty archive is done at once", async () => {
    const ctx = await makeArchive(db);
    await startCheck(ctx, {});
    await checkSlice(ctx, slice);

    expect(await findCheck(ctx)).toMatchObject({ state: "ok", percent: 100, checked: 0 });
  });

  test("is for administrators only", async () => {
    const ctx = await makeChecked();
    const actor = { kind: "user", userId: 2, isAdmin: false } as const;

    await expect(startCheck({ ...ctx, actor }, {})).rejects.toMatchObject({ code: "forbidden" });
    expect(await findCheck(ctx)).toBeNull();
  });

  test("that cannot go on says why", async () => {
    const ctx = await makeChecked();
    await startCheck(ctx, {});
    const payload = { portalId: ctx.portalId.toString() };
    await verifyJob().onGiveUp(ctx, payload, unavailable("The database was away."));

    expect(await findCheck(ctx)).toMatchObject({
      state: "failed",
      reason: "The database was away.",
    });
  });

  test("asks for its next slice by a job, and for none when it is done", async () => {
    const ctx = await makeChecked();
    await startCheck(ctx, {});
    await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'archive.verify'`;
    const info = { id: "1", attempt: 1, signal: AbortSignal.abort() };
    const payload = { portalId: ctx.portalId.toString() };

    await verifyJob().handler(ctx, payload, info);

    expect(await findCheck(ctx)).toMatchObject({ state: "ok" });
    expect(await jobsOf(ctx)).toBe(0);
  });
});
