import { expect, test } from "vitest";
import { uncountDays } from "../../../../lib/archive/keep/uncount-days.ts";
import { createTestDb } from "../../../support/index.ts";
import { makeArchive } from "./bed.ts";

const { db } = await createTestDb();

test("a busy day of one class goes out of the counts in batches, and no other class", async () => {
  const ctx = await makeArchive(db);
  for (const keep of [1, 36]) {
    await db.$executeRaw`
      INSERT INTO entry_cube (portal_id, day, key, keep, severity_id, type_id, module_id, total)
      SELECT ${ctx.portalId}, '2026-03-05', (n - 22000) * 400000000000000 + ${keep}::bigint,
        ${keep}::smallint, 1, 1, 1, 1
      FROM generate_series(1, 45000) AS n`;
    await db.$executeRaw`
      INSERT INTO entry_day (portal_id, day, keep, severity_id, type_id, module_id, total, quarters,
        counts)
      VALUES (${ctx.portalId}, '2026-03-05', ${keep}::smallint, 1, 1, 1, 1, '{0}', '{1}')`;
  }
  const leaf = { table: "entry_gone_k1_2026_03", keep: 1, month: 2026 * 12 + 2 } as const;
  const where = { portalId: ctx.portalId };

  await uncountDays(ctx, { leaf, signal: AbortSignal.abort() });
  const stopped = await db.entryCube.count({ where });
  await uncountDays(ctx, { leaf, signal: new AbortController().signal });

  expect(stopped).toBe(90_000);
  expect(await db.entryCube.groupBy({ by: ["keep"], where, _count: true })).toEqual([
    { keep: 36, _count: 45_000 },
  ]);
  expect(await db.entryDay.count({ where })).toBe(1);
});
