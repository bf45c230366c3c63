import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchEntries, verifyChain } from "../../../lib/archive/index.ts";
import { checkSeeded, isWhole } from "../../seed/check.ts";
import { countRealPortals, findSeeded, removeSeeded } from "../../seed/database.ts";
import { seedArchive } from "../../seed/seed-archive.ts";
import { createTestDb } from "../../support/create-test-db.ts";
import { testPortalCtx } from "../../support/ctx.ts";
import { makePortal } from "../../support/make-portal.ts";

const { db, url } = await createTestDb();
const client = new pg.Client({ connectionString: url });
const plan = { seed: 3, entries: 1_500, portals: 3, until: new Date("2026-11-01T00:00:00Z") };
const bed = { db, client, say: () => undefined };

beforeAll(async () => {
  await client.connect();
  await seedArchive(bed, plan);
});
afterAll(() => client.end());

test("a seeded archive has every planned entry, a whole chain, and is found again", async () => {
  expect(await checkSeeded(client, plan)).toEqual([]);
  expect(await isWhole(client, plan)).toBe(true);
  expect(await findSeeded(client, { ...plan, until: new Date() })).toEqual({ kind: "same", plan });
  expect(await findSeeded(client, { ...plan, seed: 4 })).toEqual({ kind: "other", portals: 3 });
  for (const { id } of await db.portal.findMany()) {
    const ctx = testPortalCtx(db, { portalId: id });
    expect(await verifyChain(ctx)).toMatchObject({ ok: true });
    const { items } = await searchEntries(ctx, { limit: 10 });
    expect(items).toHaveLength(10);
  }
});

test("the indexes of months that are over are rebuilt as the worker does it", async () => {
  const { rows } = await client.query<{ month: string; packed: boolean }>(
    `SELECT right(t.relname, 7) AS month,
      bool_and('fillfactor=100' = ANY(coalesce(c.reloptions, '{}'))) AS packed
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
    WHERE t.relname ~ '^entry_k.*_[0-9]{4}_[0-9]{2}$' AND t.relkind = 'r' AND pg_relation_size(t.oid) > 0
    GROUP BY 1`,
  );
  expect(rows.length).toBeGreaterThan(2);
  // The plan ends with October, and a month rests for some days first.
  expect(rows.filter(({ packed }) => !packed).map(({ month }) => month)).toEqual(["2026_10"]);
});

test("a run that was stopped is gone on with", async () => {
  await client.query("DELETE FROM entry WHERE seq > 100");
  await client.query(
    `UPDATE archive_head h SET last_seq = 100, last_hash = e.hash FROM entry e
     WHERE e.portal_id = h.portal_id AND e.seq = 100`,
  );
  await client.query("TRUNCATE entry_block, entry_segment, entry_tally");
  await client.query("UPDATE archive_index SET indexed_seq = 0");
  expect(await isWhole(client, plan)).toBe(false);

  await seedArchive(bed, plan);

  expect(await checkSeeded(client, plan)).toEqual([]);
});

test("the check names what is missing", async () => {
  await client.query("DELETE FROM entry WHERE seq = 7");

  const faults = await checkSeeded(client, plan);

  expect(faults).toHaveLength(3);
  expect(faults[0]).toMatch(/^seed001: \d+ entries instead of \d+$/);
});

test("seeded portals go without a trace, and others stay", async () => {
  const { portal } = await makePortal(db);
  expect(await countRealPortals(client)).toBe(1);

  await removeSeeded(client);

  expect((await db.portal.findMany()).map(({ id }) => id)).toEqual([portal.id]);
  for (const table of [
    "entry",
    "entry_text",
    "entry_block",
    "entry_segment",
    "entry_tally",
    "archive_head",
  ]) {
    const { rows } = await client.query(`SELECT FROM ${table} LIMIT 1`);
    expect(rows).toEqual([]);
  }
});
