import { describe, expect, test } from "vitest";
import { searchEntries, VALUE_ORDERS, type EntryOrder } from "../../../../lib/archive/index.ts";
import { nextPageByValue } from "../../../../lib/archive/search/export-by-value.ts";
import { readExportQuery } from "../../../../lib/archive/search/export-entries.ts";
import type { ExportPage, Read } from "../../../../lib/archive/search/export-page.ts";
import { openExportTexts } from "../../../../lib/archive/search/export-texts.ts";
import type { KeptGroups } from "../../../../lib/archive/search/order-groups.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();

async function arrange(count: number): Promise<PortalCtx> {
  const pick = openPick(17);
  const ctx = await makeCtx(db);
  const rows = Array.from({ length: count }, (_, at) => drawEntry(pick, { id: at + 1 }));
  await append(ctx, rows);
  return ctx;
}

type Between = (ctx: PortalCtx, page: number, kept?: KeptGroups) => Promise<void>;

/** The numbers of all entries, page by page, with something that happens behind each page. */
async function pageBy(
  ctx: PortalCtx,
  { order, between }: { order: EntryOrder; between?: Between },
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page += 1) {
    const { items, older } = await searchEntries(ctx, { order, limit: 40, cursor });
    found.push(...items.map(({ id }) => id));
    if (older === null) return found;
    cursor = older;
    await between?.(ctx, page);
  }
}

async function exportBy(
  ctx: PortalCtx,
  { order, between }: { order: "user"; between?: Between },
): Promise<string[]> {
  const asked = { order, zone: "UTC", now: ctx.now() };
  const texts = openExportTexts();
  const kept: KeptGroups = { known: null };
  const read: Read = { upTo: 1_000_000n, direction: "older", texts, rows: 30 };
  const found: string[] = [];
  let place: ExportPage["place"] | null = null;
  for (let page = 0; ; page += 1) {
    const from: ExportPage["place"] | null = place;
    const { entries, ...reached }: ExportPage = await inSnapshot(
      ctx,
      { isCounting: true },
      (snapshot) =>
        nextPageByValue(snapshot, {
          ...{
            query: readExportQuery(ctx, asked),
            name: order,
            isDown: false,
            place: from,
            read,
            kept,
          },
        }),
    );
    found.push(...entries.map(({ id }) => id));
    if (reached.isEnd) return found;
    place = reached.place;
    await between?.(ctx, page, kept);
  }
}

/** Whoever is there gets a name, and another one behind each page: in turn before and behind all others. */
const rename: Between = async ({ portalId }, page) => {
  for (const userId of [1, 2, 3, 9]) {
    const isFirst = (userId + page) % 2 === 0;
    const name = `${isFirst ? "Adam" : "Zoe"} ${page}`;
    await db.userName.create({
      data: { portalId, userId, name, fromAt: new Date(2021 + page, 0) },
    });
  }
};

describe("an order by user", () => {
  test.each([
    ["a list", pageBy],
    ["an export", exportBy],
  ])(
    "loses and repeats no entry of %s while users get names and others",
    async (_what, through) => {
      const ctx = await arrange(400);
      const before = await through(ctx, { order: "user" });

      const found = await through(ctx, { order: "user", between: rename });

      expect(new Set(before).size).toBe(400);
      expect(found).toEqual(before);
    },
  );
});

test("an export counts the values once, and again when entries have come", async () => {
  const ctx = await arrange(400);
  const before = await exportBy(ctx, { order: "user" });
  const groups: unknown[] = [];
  const late = drawEntry(openPick(3), { id: 999 });

  const found = await exportBy(ctx, {
    order: "user",
    between: async (own, page, kept) => {
      groups.push(kept?.known?.groups);
      if (page === 1) await append(own, [late]);
    },
  });

  expect(groups.length).toBeGreaterThan(2);
  expect(groups[0]).toBe(groups[1]);
  expect(groups[1]).not.toBe(groups[2]);
  expect(found.filter((id) => id !== "401")).toEqual(before);
});

test.each(VALUE_ORDERS)(
  "an order by %s holds while entries are indexed between pages",
  async (order) => {
    const ctx = await arrange(300);
    const before = await pageBy(ctx, { order });

    const found = await pageBy(ctx, {
      order,
      between: (own, page) => (page === 1 ? index(own) : Promise.resolve()),
    });

    expect(new Set(before).size).toBe(300);
    expect(found).toEqual(before);
  },
);

test.each(["type", "-type"] as const)(
  "a cursor of %s is taken however long the values are",
  async (order) => {
    const pick = openPick(23);
    const ctx = await makeCtx(db);
    const rows = Array.from({ length: 150 }, (_, at) => drawEntry(pick, { id: at + 1 }));
    const long = "Ж".repeat(2_000);
    await append(
      ctx,
      rows.map((row, at) => ({ ...row, auditTypeId: at % 2 === 0 ? `${long}${at % 3}` : "SHORT" })),
    );
    const before = await searchEntries(ctx, { order, limit: 1_000 });

    const found = await pageBy(ctx, { order });

    expect(new Set(found).size).toBe(150);
    expect(found).toEqual(before.items.map(({ id }) => id));
  },
);
