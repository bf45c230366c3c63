import { describe, expect, test } from "vitest";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry, shift } from "./bed.ts";
import { tamper } from "./tamper.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const TAKE = "DELETE FROM entry WHERE portal_id = $1 AND seq = 31";

/** 40 entries of November 2026 of which retention removed 11 to 20, seen in January 2027. */
async function makeRemoved(): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await saveRetention(ctx, {
    rules: { months: 36, rules: [{ severities: ["DEBUG"], months: 1 }] },
  });
  const isGoing = (n: number) => n > 10 && n <= 20;
  const severity = (n: number) => (isGoing(n) ? "DEBUG" : "INFO");
  await append(
    ctx,
    Array.from({ length: 40 }, (_, index) =>
      makeEntry(index + 1, { severity: severity(index + 1) }),
    ),
  );
  const later = shift(ctx, "2027-01-01T00:00:00Z");
  await dropMonths(later, { signal });
  return later;
}

/** A record of removal with the very hash of the entry, as somebody with rights in the database writes it. */
function record(seq: number, cells: string): string {
  return `INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month, removed_at)
    SELECT portal_id, seq, seq, hash, ${cells} FROM entry WHERE portal_id = $1 AND seq = ${seq}`;
}

describe("a month that retention removed", () => {
  test("is none that was made up, from the first moment of its end", async () => {
    const ctx = await makeRemoved();

    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 30, removed: 10 });
  });

  test("is none that was made up though the clock that recorded it was an hour behind", async () => {
    const ctx = await makeRemoved();
    await tamper(
      ctx,
      "UPDATE entry_removed SET removed_at = '2026-12-31T23:00:00Z' WHERE portal_id = $1",
    );

    expect(await verifyChain(shift(ctx, "2026-12-31T22:30:00Z"))).toMatchObject({ ok: true });
  });
});

describe("a record of removal that was made up for an entry that was taken is no explanation:", () => {
  test.each([
    ["its own class and month, which is not over", "keep, '2026-11-01', '2027-01-01'"],
    ["a class that never ends", "0, '2020-01-01', '2027-01-01'"],
    ["a class that there is not", "2, '2020-01-01', '2027-01-01'"],
    ["a month that was not over when it says so", "1, '2026-11-01', '2026-12-15'"],
    ["a removal in the future", "keep, '2026-11-01', '2030-01-01'"],
  ])("%s", async (_name, cells) => {
    const ctx = await makeRemoved();
    await tamper(ctx, record(31, cells), TAKE);

    expect(await verifyChain(ctx)).toMatchObject({
      ...{ ok: false, fault: "missing", brokenAt: 31n, checked: 20, removed: 10 },
      reason: expect.stringContaining("cannot have been retention") as string,
    });
    expect(await verifyChain(ctx, { fromSeq: 32n })).toMatchObject({
      ...{ fault: "missing", brokenAt: 31n },
    });
  });

  test("one that continues a true one", async () => {
    const ctx = await makeRemoved();
    await tamper(ctx, record(21, "36, '2026-11-01', '2027-01-01'"));
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1 AND seq = 21");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 21n, removed: 10 });
  });

  test("a table that looks like a month on its way out", async () => {
    const ctx = await makeRemoved();
    const table = "entry_gone_k36_2026_12";
    await runCompiled(db, { text: `CREATE TABLE ${table} (LIKE entry)`, values: [] });
    await tamper(
      ctx,
      `INSERT INTO ${table} SELECT * FROM entry WHERE portal_id = $1 AND seq = 31`,
      TAKE,
    );
    const verdict = await verifyChain(ctx);
    await runCompiled(db, { text: `DROP TABLE ${table}`, values: [] });

    expect(verdict).toMatchObject({ fault: "missing", brokenAt: 31n });
  });
});

test("a made-up record of an entry that is still there is named too", async () => {
  const ctx = await makeRemoved();
  await tamper(ctx, record(31, "36, '2026-11-01', '2027-01-01'"));

  expect(await verifyChain(ctx)).toMatchObject({ fault: "covered", brokenAt: 31n });
});
