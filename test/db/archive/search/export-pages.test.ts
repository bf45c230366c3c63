import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import type { RawDb } from "../../../../lib/db/index.ts";
import {
  nextPage,
  openEntryReader,
  readExportQuery,
} from "../../../../lib/archive/search/export-entries.ts";
import type { ExportPage } from "../../../../lib/archive/search/export-page.ts";
import type { EntryOrder } from "../../../../lib/archive/search/order.ts";
import { openExportTexts } from "../../../../lib/archive/search/export-texts.ts";
import { edgeOf } from "../../../../lib/archive/search/place.ts";
import { makePlan } from "../../../../lib/archive/search/plan.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, appendMany, makeArchive, makeEntry } from "../keep/bed.ts";

const { db } = await createTestDb();
const LARGE = 1_200_000;

async function readAll(
  ctx: PortalCtx,
  q: string,
  order: EntryOrder = "desc",
): Promise<ExportPage[]> {
  const reader = openEntryReader(ctx, { q, order, zone: "UTC", now: ctx.now(), upTo: 1_000_000n });
  const pages: ExportPage[] = [];
  for (let place: ExportPage["place"] | null = null; ; place = pages.at(-1)?.place ?? null) {
    const page = await reader.next(place);
    pages.push(page);
    if (page.isEnd) return pages;
  }
}

const idsOf = (pages: readonly ExportPage[]): number[] =>
  pages.flatMap(({ entries }) => entries.map(({ id }) => Number(id)));
const downFrom = (count: number): number[] => Array.from({ length: count }, (_, at) => count - at);

describe.each(["", "type:USER_AUTHORIZE"])("pages of an export of '%s'", (q) => {
  test("hold so many entries as are not too large, and each entry once", async () => {
    const ctx = await makeArchive(db);
    const description = () => randomBytes((LARGE * 3) / 4).toString("base64");
    const sizes = Array.from({ length: 17 }, (_, at) => at + 1);
    await append(
      ctx,
      sizes.map((id) => makeEntry(id, { description: description() })),
    );

    const pages = await readAll(ctx, q);

    expect(idsOf(pages)).toEqual(downFrom(17));
    const most = Math.max(...pages.map(({ entries }) => entries.length));
    expect(most).toBeGreaterThan(1);
    expect(most * LARGE).toBeLessThanOrEqual(8_000_000);
  });

  test("hold one entry at least, however large", async () => {
    const ctx = await makeArchive(db);
    const description = "x".repeat(9_000_000);
    await append(ctx, [makeEntry(1), makeEntry(2, { description }), makeEntry(3)]);

    expect(idsOf(await readAll(ctx, q))).toEqual([3, 2, 1]);
  });

  test("count a text that many entries share with each of them", async () => {
    const ctx = await makeArchive(db);
    const userAgent = "agent ".repeat(10_000);
    const ids = Array.from({ length: 300 }, (_, at) => at + 1);
    await append(
      ctx,
      ids.map((id) => makeEntry(id, { userAgent })),
    );

    const pages = await readAll(ctx, q);

    expect(idsOf(pages)).toEqual(downFrom(300));
    const most = Math.max(...pages.map(({ entries }) => entries.length));
    expect(most * userAgent.length).toBeLessThanOrEqual(8_000_000);
  });
});

describe("pages of an export in the order of a value", () => {
  test("hold each entry once, those of a value together, the newest of it first", async () => {
    const ctx = await makeArchive(db);
    const description = randomBytes((LARGE * 3) / 4).toString("base64");
    const sizes = Array.from({ length: 24 }, (_, at) => at + 1);
    await append(
      ctx,
      sizes.map((id) => makeEntry(id, { description, auditTypeId: `TYPE_${id % 3}` })),
    );
    const inOrder = (rests: number[]): number[] =>
      rests.flatMap((rest) => downFrom(24).filter((id) => id % 3 === rest));

    const up = await readAll(ctx, "", "type");
    const down = await readAll(ctx, "", "-type");

    expect(idsOf(up)).toEqual(inOrder([0, 1, 2]));
    expect(idsOf(down)).toEqual(inOrder([2, 1, 0]));
    expect(up.length).toBeGreaterThan(3);
  });
});

/** Every row that is read takes two milliseconds. */
function slowRows(real: RawDb): RawDb {
  const plain = "octet_length(e.item)";
  const slow = `(${plain} + 0 * length(pg_sleep(0.002)::text))`;
  return new Proxy(real, {
    get: (target, key) => {
      if (key !== "$queryRawUnsafe") return Reflect.get(target, key) as unknown;
      return async (text: string, ...values: unknown[]) =>
        target.$queryRawUnsafe(text.replaceAll(plain, slow), ...values);
    },
  });
}

test.each([
  ["", 60_000],
  ["type:USER_AUTHORIZE", 60_000],
  ["", 1],
])("an export of '%s' with %i ms a page reads slow rows in smaller pages", async (q, effortMs) => {
  const ctx = await makeArchive(db);
  await appendMany(ctx, 500);
  const direction = "older" as const;
  const input = { q, order: "desc" as const, zone: "UTC", now: ctx.now() };
  const read = { direction, upTo: 1_000n, texts: openExportTexts(), rows: 5_000 };
  const pages: ExportPage[] = [];

  while (pages.at(-1)?.isEnd !== true) {
    const page = await inSnapshot(ctx, { statementMs: 300, effortMs }, async (snapshot) => {
      const plan = await makePlan(snapshot, readExportQuery(ctx, input));
      const slow = { ...plan, snapshot: { ...snapshot, db: slowRows(snapshot.db) } };
      return nextPage(slow, pages.at(-1)?.place ?? edgeOf(plan, direction), read);
    });
    pages.push(page);
  }

  expect(idsOf(pages)).toEqual(downFrom(500));
  expect(Math.max(...pages.map(({ entries }) => entries.length))).toBeLessThan(200);
});
