import { expect, test } from "vitest";
import { packMonths } from "../../../../lib/archive/keep/pack-months.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry, shift } from "./bed.ts";

const { db } = await createTestDb();
const SLICE = { signal: new AbortController().signal, sliceMs: 60_000 };

/** Entries of a month in no order of their times. */
async function fill(ctx: PortalCtx, input: { month: string; first: number; count: number }) {
  const rows = Array.from({ length: input.count }, (_, index) => {
    const second = String((index * 37) % 60).padStart(2, "0");
    const day = String(1 + ((index * 11) % 28)).padStart(2, "0");
    const timestampX = `${input.month}-${day}T10:00:${second}+00:00`;
    return makeEntry(input.first + index, { timestampX });
  });
  await append(ctx, rows);
}

interface Index {
  name: string;
  file: number;
  isValid: boolean;
  options: string[] | null;
}

async function indexesOf(table: string): Promise<Index[]> {
  return db.$queryRaw<Index[]>`
    SELECT c.relname AS name, c.relfilenode::integer AS file, i.indisvalid AS "isValid",
      c.reloptions AS options
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = to_regclass(${table}) ORDER BY 1`;
}

async function filesOf(table: string): Promise<number[]> {
  return (await indexesOf(table)).map(({ file }) => file);
}

test("a month's indexes are rebuilt once it rests, and not again", async () => {
  const table = "entry_k36_2026_03";
  const ctx = await makeArchive(db, { now: new Date("2026-03-28T12:00:00Z") });
  await fill(ctx, { month: "2026-03", first: 1, count: 400 });
  const before = await filesOf(table);

  for (const now of ["2026-04-03T23:00:00Z", "2026-04-04T01:00:00Z", "2026-04-04T20:00:00Z"]) {
    await packMonths(shift(ctx, now), SLICE);
    expect(await filesOf(table)).toEqual(before);
  }
  expect(await packMonths(shift(ctx, "2026-04-05T02:00:00Z"), SLICE)).toBe(true);
  const packed = await indexesOf(table);
  expect(packed).toHaveLength(before.length);
  expect(packed.every(({ isValid }) => isValid)).toBe(true);
  const isPacked = ({ options }: Index) =>
    options?.includes("fillfactor=100") === true && options.includes("deduplicate_items=on");
  expect(packed.filter((index) => !isPacked(index))).toEqual([]);
  expect(packed.filter(({ file }) => before.includes(file))).toEqual([]);

  await fill(ctx, { month: "2026-03", first: 1_000, count: 5 });
  for (const now of ["2026-05-01T00:00:00Z", "2026-05-03T00:00:00Z"]) {
    await packMonths(shift(ctx, now), SLICE);
  }
  expect(await filesOf(table)).toEqual(packed.map(({ file }) => file));
  expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 405 });
});

test("a month that grew by much is packed once more, when it rests again", async () => {
  const table = "entry_k36_2026_02";
  const ctx = await makeArchive(db, { now: new Date("2026-02-20T12:00:00Z") });
  await fill(ctx, { month: "2026-02", first: 1, count: 300 });
  for (const now of ["2026-05-01T00:00:00Z", "2026-05-03T00:00:00Z"]) {
    await packMonths(shift(ctx, now), SLICE);
  }
  const packed = await filesOf(table);

  await fill(ctx, { month: "2026-02", first: 1_000, count: 300 });
  await packMonths(shift(ctx, "2026-06-01T00:00:00Z"), SLICE);
  expect(await filesOf(table)).toEqual(packed);
  await packMonths(shift(ctx, "2026-06-02T01:00:00Z"), SLICE);
  const again = await filesOf(table);
  expect(again.filter((file) => packed.includes(file))).toEqual([]);
});

test("a month that is about to go is left to retention", async () => {
  const table = "entry_k36_2023_05";
  const ctx = await makeArchive(db, { now: new Date("2023-05-20T12:00:00Z") });
  await fill(ctx, { month: "2023-05", first: 1, count: 100 });
  const before = await filesOf(table);
  expect(before).not.toEqual([]);

  for (const now of ["2026-05-27T00:00:00Z", "2026-05-29T00:00:00Z", "2026-06-02T00:00:00Z"]) {
    expect(await packMonths(shift(ctx, now), SLICE)).toBe(true);
  }
  expect(await filesOf(table)).toEqual(before);
});

test("what a stopped rebuild left is cleared away, and the month is packed", async () => {
  const table = "entry_k36_2026_01";
  const ctx = await makeArchive(db, { now: new Date("2026-01-20T12:00:00Z") });
  await fill(ctx, { month: "2026-01", first: 1, count: 100 });
  // Fails on what comes twice, and leaves an index nobody may use, as a stopped rebuild does.
  await expect(
    db.$executeRawUnsafe(`CREATE UNIQUE INDEX CONCURRENTLY half_ccnew ON ${table} (keep)`),
  ).rejects.toThrow();
  expect((await indexesOf(table)).some(({ isValid }) => !isValid)).toBe(true);

  await packMonths(shift(ctx, "2026-05-01T00:00:00Z"), SLICE);
  const stopped = new AbortController();
  stopped.abort();
  const late = shift(ctx, "2026-05-03T00:00:00Z");
  expect(await packMonths(late, { signal: stopped.signal, sliceMs: 60_000 })).toBe(false);
  expect(await packMonths(late, SLICE)).toBe(true);

  const indexes = await indexesOf(table);
  expect(indexes.map(({ name }) => name)).not.toContain("half_ccnew");
  expect(indexes.every(({ isValid, options }) => isValid && options !== null)).toBe(true);
});
