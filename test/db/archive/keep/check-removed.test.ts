import { describe, expect, test } from "vitest";
import { findCheck, startCheck } from "../../../../lib/archive/keep/check.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import { checkSlice } from "../../../../lib/archive/keep/verify-job.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry, shift } from "./bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
// The month of all entries is over for the short class, not for others.
const LATER = "2027-06-01T00:00:00Z";

/** Entries that retention removes after a month. */
async function appendShort(ctx: PortalCtx, input: { first: number; count: number }): Promise<void> {
  const rows = Array.from({ length: input.count }, (_, index) =>
    makeEntry(input.first + index, { severity: "DEBUG" }),
  );
  await append(ctx, rows);
}

async function makeShort(count: number): Promise<PortalCtx> {
  const ctx = await makeArchive(db, { now: new Date(LATER) });
  await saveRetention(ctx, { rules: { months: 0, rules: [{ severities: ["DEBUG"], months: 1 }] } });
  await db.archiveSetting.updateMany({ data: { resortSince: null } });
  await append(ctx, [makeEntry(1)]);
  await appendShort(ctx, { first: 2, count: count - 1 });
  return ctx;
}

async function removeShort(ctx: PortalCtx): Promise<void> {
  await dropMonths(shift(ctx, LATER), { signal });
}

describe("a check whose last entries are removed while it is under way", () => {
  test("holds when the archive has grown and the removed run leads over its end", async () => {
    const ctx = await makeShort(20);
    await startCheck(ctx, {});
    await appendShort(ctx, { first: 21, count: 10 });
    await removeShort(ctx);
    await append(ctx, [makeEntry(40)]);
    await checkSlice(ctx, { signal, sliceMs: 20_000 });

    expect(await findCheck(ctx)).toMatchObject({ state: "ok", checked: 1, removed: 19 });
    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 2, removed: 29 });
  });

  test("names a run that leads over the present end, or ends there with another hash", async () => {
    const ctx = await makeShort(20);
    await startCheck(ctx, {});
    await appendShort(ctx, { first: 21, count: 10 });
    await removeShort(ctx);
    const where = { portalId: ctx.portalId };
    await db.entryRemoved.updateMany({ where, data: { lastSeq: 31 } });
    await checkSlice(ctx, { signal, sliceMs: 20_000 });
    const beyond = await findCheck(ctx);
    await db.entryRemoved.updateMany({ where, data: { lastSeq: 30, lastHash: Buffer.alloc(32) } });
    await db.archiveCheck.updateMany({
      where,
      data: { state: "running", seq: 0, hash: Buffer.alloc(0) },
    });
    await checkSlice(ctx, { signal, sliceMs: 20_000 });

    expect(beyond).toMatchObject({ state: "broken", fault: "beyond", brokenAt: "31" });
    expect(await findCheck(ctx)).toMatchObject({ state: "broken", fault: "end", brokenAt: "30" });
  });

  test("holds when the entry goes at which its last slice ended", async () => {
    const ctx = await makeShort(6_000);
    await startCheck(ctx, {});
    await checkSlice(ctx, { signal, sliceMs: 0 });
    const between = await findCheck(ctx);
    await removeShort(ctx);
    await checkSlice(ctx, { signal, sliceMs: 20_000 });

    expect(between).toMatchObject({ state: "running", seq: "4999" });
    expect(await findCheck(ctx)).toMatchObject({ state: "ok", checked: 4_999, removed: 1_001 });
  });
});

describe("a check of a span", () => {
  test("that retention has removed as a whole leads over it", async () => {
    const ctx = await makeShort(20);
    await append(ctx, [makeEntry(40)]);
    await removeShort(ctx);
    await startCheck(ctx, { fromSeq: "5", toSeq: "12" });
    await checkSlice(ctx, { signal, sliceMs: 20_000 });

    expect(await findCheck(ctx)).toMatchObject({
      ...{ state: "ok", fromSeq: "5", toSeq: "12", checked: 0, removed: 8, percent: 100 },
    });
  });
});
