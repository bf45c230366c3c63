import { expect, test } from "vitest";
import {
  countEntries,
  facetEntries,
  findEntry,
  histogramEntries,
  searchEntries,
} from "../../../../lib/archive/index.ts";
import { listLeaves } from "../../../../lib/archive/keep/list-leaves.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { makeArchive, makeEntry } from "../keep/bed.ts";
import { append, index } from "./bed.ts";

const { db } = await createTestDb();
const DAYS = ["2003-03-03", "2003-12-31"];

async function makeOld(count: number, months: 0 | 1): Promise<PortalCtx> {
  const ctx = await makeArchive(db, { now: new Date("2026-11-21T12:00:00Z") });
  await saveRetention(ctx, { rules: { months } });
  const rows = Array.from({ length: count }, (_, at) =>
    makeEntry(at + 1, { timestampX: `${DAYS[at % 2] ?? ""}T23:59:59+00:00` }),
  );
  await append(ctx, rows);
  return ctx;
}

async function totals(ctx: PortalCtx, q = ""): Promise<Record<string, number>> {
  const { facets } = await facetEntries(ctx, { q, fields: ["sev"] });
  return {
    listed: (await searchEntries(ctx, { q, limit: 1_000 })).items.length,
    counted: (await countEntries(ctx, { q })).total,
    inBars: (await histogramEntries(ctx, { q })).total,
    inFacet: facets[0]?.values.reduce((sum, { count }) => sum + count, 0) ?? 0,
  };
}

function all(count: number): Record<string, number> {
  return { listed: count, counted: count, inBars: count, inFacet: count };
}

test("entries of an old year are found, also when there is no other leaf", async () => {
  const ctx = await makeOld(200, 0);
  expect((await listLeaves(db)).map(({ table }) => table)).toEqual(["entry_k0_2003"]);
  expect(await totals(ctx)).toEqual(all(200));

  await index(ctx);

  for (const q of ["", "user:7", "cookie OR userId"]) {
    expect(await totals(ctx, q)).toEqual(all(200));
  }
  // In a block, and above the last of them.
  for (const id of ["1", "2", "199", "200"]) {
    expect(await findEntry(ctx, { id })).toMatchObject({ state: "found", entry: { id } });
  }
  const { bars } = await histogramEntries(ctx, {});
  expect(bars[0]?.from).toBe("2003-03-03T23:59:59.000Z");
});

test("entries of an old year are found beside those of the present", async () => {
  const ctx = await makeOld(200, 0);
  await append(ctx, [makeEntry(900)]);
  expect(await totals(ctx)).toEqual(all(201));

  await index(ctx);

  expect(await totals(ctx)).toEqual(all(201));
  expect(await totals(ctx, "user:7")).toEqual(all(201));
});

test("a year that was removed is in no count any more, whole as it is", async () => {
  const ctx = await makeOld(200, 1);
  // Somebody's year that stays, so that the time itself is not left out.
  await makeOld(1, 0);
  await index(ctx);
  expect(await totals(ctx)).toEqual(all(200));

  await db.$executeRawUnsafe("ALTER TABLE entry_k1 DETACH PARTITION entry_k1_2003");
  await db.$executeRawUnsafe("ALTER TABLE entry_k1_2003 RENAME TO entry_gone_k1_2003");

  for (const q of ["", "user:7"]) {
    expect((await countEntries(ctx, { q, from: "2003-01-01", to: "2004-01-01" })).total).toBe(0);
    const span = { from: "2003-01-01T00:00:00Z", to: "2004-01-01T00:00:00Z" };
    expect((await histogramEntries(ctx, { q, ...span })).total).toBe(0);
    expect(await totals(ctx, q)).toEqual(all(0));
  }
});
