import { beforeAll, describe, expect, test } from "vitest";
import { readHead } from "../../../../lib/archive/keep/chain-ends.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, appendMany, makeArchive, makeEntry, shift } from "./bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();

async function tamper(ctx: PortalCtx, text: string): Promise<void> {
  await runCompiled(db, { text, values: [ctx.portalId] });
}

async function hashOf({ portalId }: PortalCtx, seq: number): Promise<string> {
  const row = await db.entry.findFirstOrThrow({ where: { portalId, seq } });
  return Buffer.from(row.hash).toString("hex");
}

/** 60 entries; retention has removed 11 to 20, and every second one from 31 to 50. */
async function makeRemoved(): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await saveRetention(ctx, { rules: { months: 0, rules: [{ severities: ["DEBUG"], months: 1 }] } });
  const isGoing = (n: number) => (n > 10 && n <= 20) || (n > 30 && n <= 50 && n % 2 === 0);
  await append(
    ctx,
    Array.from({ length: 60 }, (_, index) =>
      makeEntry(index + 1, isGoing(index + 1) ? { severity: "DEBUG" } : {}),
    ),
  );
  const later = shift(ctx, "2027-06-01T00:00:00Z");
  await dropMonths(later, { signal });
  return later;
}

describe("removed runs that were changed are named:", () => {
  test.each([
    ["last_hash = sha256('')", { fault: "content", brokenAt: 21n }],
    ["last_seq = 19", { fault: "missing", brokenAt: 20n }],
    ["last_seq = 21", { fault: "covered", brokenAt: 21n }],
    ["first_seq = 12", { fault: "missing", brokenAt: 11n }],
    ["first_seq = 9", { fault: "covered", brokenAt: 9n }],
    ["last_seq = 999", { fault: "covered", brokenAt: 21n }],
  ])("%s", async (change, expected) => {
    const ctx = await makeRemoved();
    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 40, removed: 20 });
    await tamper(ctx, `UPDATE entry_removed SET ${change} WHERE portal_id = $1 AND first_seq = 11`);

    expect(await verifyChain(ctx)).toMatchObject(expected);
  });

  test("one that is gone", async () => {
    const ctx = await makeRemoved();
    await tamper(ctx, "DELETE FROM entry_removed WHERE portal_id = $1 AND first_seq = 32");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 32n, checked: 21 });
  });

  test("one that was made up for entries that somebody deleted, by the next entry", async () => {
    const ctx = await makeRemoved();
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1 AND seq = 55");
    await tamper(
      ctx,
      `INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month, removed_at)
        VALUES ($1, 55, 55, sha256(''), 1, '2026-11-01', '2027-05-01')`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ ok: false, brokenAt: 56n });
  });

  test("one behind the end of the archive", async () => {
    const ctx = await makeRemoved();
    await tamper(
      ctx,
      `INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month)
        VALUES ($1, 61, 70, sha256(''), 1, '2026-11-01')`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 61n });
  });
});

describe("a part of the chain", () => {
  let ctx: PortalCtx;
  beforeAll(async () => {
    ctx = await makeRemoved();
  });

  test.each([
    [1n, 10n, 10, 0],
    [5n, 8n, 4, 0],
    [11n, 20n, 0, 10],
    [13n, 15n, 0, 3],
    [13n, 25n, 5, 8],
    [25n, undefined, 26, 10],
    [60n, 60n, 1, 0],
    [32n, 32n, 0, 1],
    [undefined, 15n, 10, 5],
  ])("from %s to %s holds", async (fromSeq, toSeq, checked, removed) => {
    expect(await verifyChain(ctx, { fromSeq, toSeq })).toMatchObject({
      ok: true,
      checked,
      removed,
    });
  });

  test("sees only the faults inside of it", async () => {
    const broken = await makeRemoved();
    await tamper(broken, "UPDATE entry SET item = 'x' WHERE portal_id = $1 AND seq = 28");

    expect(await verifyChain(broken, { toSeq: 27n })).toMatchObject({ ok: true });
    expect(await verifyChain(broken, { fromSeq: 29n })).toMatchObject({ ok: true });
    expect(await verifyChain(broken, { fromSeq: 28n, toSeq: 28n })).toMatchObject({
      fault: "content",
      brokenAt: 28n,
    });
  });

  test("needs the entry before it", async () => {
    const broken = await makeRemoved();
    await tamper(broken, "DELETE FROM entry WHERE portal_id = $1 AND seq = 28");

    expect(await verifyChain(broken, { fromSeq: 29n })).toMatchObject({
      fault: "missing",
      brokenAt: 28n,
    });
  });

  test.each([
    [{ fromSeq: "0" }, "must be the number of an entry"],
    [{ fromSeq: "x" }, "must be the number of an entry"],
    [{ toSeq: "9999999999999999999" }, "must be the number of an entry"],
    [{ fromSeq: "61" }, "fromSeq: the archive ends at 60"],
    [{ toSeq: "61" }, "toSeq: the archive ends at 60"],
    [{ fromSeq: "9", toSeq: "8" }, "fromSeq: must not be above toSeq"],
    [{ expect: { seq: "5", hash: "ab" } }, "must be 64 hexadecimal digits"],
    [{ fromSeq: "9", expect: { seq: "5", hash: "a".repeat(64) } }, "must lie within the part"],
  ])("refuses %j", async (input, message) => {
    await expect(verifyChain(ctx, input)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message) as string,
    });
  });
});

describe("a hash that was noted elsewhere", () => {
  test("is met by an archive that goes on", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, 10);
    const noted = await readHead(ctx);
    await append(ctx, [makeEntry(20), makeEntry(21)]);

    expect(await verifyChain(ctx, { expect: noted })).toMatchObject({ ok: true, noted: "met" });
  });

  test("shows that the whole chain was made anew", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, 10);
    const noted = await readHead(ctx);
    const forged = await makeArchive(db);
    await appendMany(forged, 9);
    await append(forged, [makeEntry(10, { description: "nothing happened" })]);

    expect(await verifyChain(forged)).toMatchObject({ ok: true });
    expect(await verifyChain(forged, { expect: noted })).toMatchObject({
      fault: "noted",
      brokenAt: 10n,
    });
  });

  test("shows that the end was cut together with the head", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, 10);
    const noted = await readHead(ctx);
    const seven = await hashOf(ctx, 7);
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1 AND seq > 7");
    await tamper(
      ctx,
      `UPDATE archive_head SET last_seq = 7, last_hash = decode('${seven}', 'hex')
        WHERE portal_id = $1`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 7 });
    expect(await verifyChain(ctx, { expect: noted })).toMatchObject({ fault: "end", brokenAt: 8n });
  });

  test("proves the start of a part", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, 10);
    const input = { fromSeq: 6n, expect: { seq: 5n, hash: await hashOf(ctx, 5) } };

    expect(await verifyChain(ctx, input)).toMatchObject({ ok: true, checked: 5, noted: "met" });
    await tamper(ctx, "UPDATE entry SET hash = sha256('') WHERE portal_id = $1 AND seq = 5");
    expect(await verifyChain(ctx, input)).toMatchObject({ fault: "noted", brokenAt: 5n });
  });

  test("can be of an entry that was removed since: the last of a run, or one that nothing is left of", async () => {
    const ctx = await makeRemoved();
    const [run] = await db.entryRemoved.findMany({
      where: { portalId: ctx.portalId, firstSeq: 11 },
    });
    const hash = Buffer.from(run?.lastHash ?? []).toString("hex");

    expect(await verifyChain(ctx, { expect: { seq: 20n, hash } })).toMatchObject({ noted: "met" });
    expect(await verifyChain(ctx, { expect: { seq: 15n, hash } })).toMatchObject({
      ok: true,
      noted: "removed",
    });
    expect(await verifyChain(ctx, { fromSeq: 16n, expect: { seq: 15n, hash } })).toMatchObject({
      ok: true,
      noted: "removed",
    });
  });
});
