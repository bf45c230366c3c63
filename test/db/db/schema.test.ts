import { describe, expect, test } from "vitest";
import { createTestDb, makePortal, testCtx } from "../../support/index.ts";
import { Prisma } from "../../../prisma/generated/client.ts";
import { processDb } from "../../../lib/db/index.ts";

const { db } = await createTestDb();

// Names of the database are those of the client in snake case, without exception.
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? "_" : "") + letter.toLowerCase());
}

const models = Object.values(Prisma.ModelName);

function columnsOf(model: Prisma.ModelName): string[] {
  return Object.values(Prisma[`${model}ScalarFieldEnum`]);
}

interface Reader {
  findMany(args: { select: Record<string, true>; take: number }): Promise<unknown[]>;
}

describe("schema.prisma and the migrations", () => {
  test.each(models)("every column of %s is readable through the client", async (model) => {
    const columns = columnsOf(model);
    const name = model.charAt(0).toLowerCase() + model.slice(1);
    const reader = (db as unknown as Record<string, Reader>)[name];

    const rows = await reader?.findMany({
      select: Object.fromEntries(columns.map((column) => [column, true] as const)),
      take: 1,
    });

    expect(columns.length).toBeGreaterThan(0);
    expect(rows).toBeInstanceOf(Array);
  });

  test("the database has no column that the client does not know", async () => {
    const rows = await db.$queryRaw<{ found: string }[]>`
      SELECT c.table_name || '.' || c.column_name AS found FROM information_schema.columns c
      JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = 'public'::regnamespace
      WHERE c.table_schema = 'public' AND NOT t.relispartition
        AND c.table_name <> '_prisma_migrations'`;

    const known = models.flatMap((model) =>
      columnsOf(model).map((column) => `${snake(model)}.${snake(column)}`),
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map((row) => row.found).toSorted()).toEqual(known.toSorted());
  });
});

test("no table must be read through to delete a portal's rows from it", async () => {
  const rows = await db.$queryRaw<{ name: string; isIndexed: boolean }[]>`
    SELECT c.conrelid::regclass::text AS name, EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL
      ) AS "isIndexed"
    FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid = 'portal'::regclass`;

  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ isIndexed }) => !isIndexed)).toEqual([]);
});

test("a new month's indexes look for equal keys only where a key is there once", async () => {
  await db.$queryRaw`SELECT entry_partition(36, date_trunc('month', now())::date)::text`;

  const rows = await db.$queryRaw<{ name: string; isUnique: boolean; isLooking: boolean }[]>`
    SELECT c.relname AS name, i.indisunique AS "isUnique",
      'deduplicate_items=off' <> ALL(coalesce(c.reloptions, '{}')) AS "isLooking"
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = to_regclass('entry_k36_' || to_char(now(), 'YYYY_MM'))`;

  expect(rows).toHaveLength(5);
  expect(rows.filter(({ isUnique, isLooking }) => isUnique !== isLooking)).toEqual([]);
});

test("the code under test reaches the file's own database through processDb", async () => {
  const { portal, admin } = await makePortal(testCtx(db).db, { portal: { license: "demo" } });

  const found = await (await processDb()).portal.findUniqueOrThrow({ where: { id: portal.id } });

  expect(found.license).toBe("demo");
  expect(admin.portalId).toBe(portal.id);
});
