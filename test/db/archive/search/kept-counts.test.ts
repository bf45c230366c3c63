import { expect, test } from "vitest";
import {
  countEntries,
  facetEntries,
  histogramEntries,
  searchEntries,
  type EntryView,
} from "../../../../lib/archive/index.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { previewRetention } from "../../../../lib/archive/keep/preview-retention.ts";
import { resortPortal } from "../../../../lib/archive/keep/resort.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { RetentionRules } from "../../../../lib/archive/keep/schemas.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { ENTRY_FIELDS, findField, fold } from "../../../../lib/filter/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { findWrongCounts } from "../blocks/wrong-counts.ts";
import { makeArchive } from "../keep/bed.ts";
import { append, drawEntry, index, openPick } from "./bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const NOW = new Date("2026-06-20T12:00:00Z");
const RULES: RetentionRules = { months: 3, rules: [{ severities: ["INFO"], months: 1 }] };
const FIELDS: Record<string, (entry: EntryView) => string | number | null> = {
  sev: (entry) => entry.severity,
  type: (entry) => entry.auditTypeId,
  module: (entry) => entry.moduleId,
  site: (entry) => entry.siteId,
  user: (entry) => entry.userId,
  ip: (entry) => entry.remoteAddr,
};
const QUERIES = [
  ...["", "sev:ERROR", "-sev:INFO module:main", "user:1", "-user:*", "-user:2 type:USER_LOGIN"],
  ...["user:1 site:s1", "(user:1 OR sev:INFO)", "ip:10.0.0.0/8"],
];
const SPANS = [
  {},
  { from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z" },
  { from: "2026-03-10T07:20:00Z", to: "2026-06-02T13:37:00Z" },
  { from: "2026-05-30T23:50:00Z" },
];

function drawRows(pick: ReturnType<typeof openPick>, input: { first: number; count: number }) {
  const days = Array.from({ length: 110 }, (_, day) => day);
  return Array.from({ length: input.count }, (_, at) => {
    const time = Date.UTC(2026, 2, 1 + pick(days), pick([0, 7, 23]), pick([0, 14, 59]));
    const iso = `${new Date(time).toISOString().slice(0, 19)}Z`;
    return drawEntry(pick, { id: input.first + at, at: iso });
  });
}

function countBy(field: string, list: EntryView[]): Record<string, number> {
  const blanks = findField(ENTRY_FIELDS, field)?.blanks ?? [];
  const counts: Record<string, number> = {};
  for (const entry of list) {
    const value = String(FIELDS[field]?.(entry) ?? "");
    const key = blanks.includes(value) ? "" : fold(value);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

async function compare(ctx: PortalCtx, when: string): Promise<void> {
  for (const q of QUERIES) {
    for (const span of SPANS) {
      const input = { q, ...span, zone: "Europe/Berlin" };
      const list = (await searchEntries(ctx, { ...input, limit: 1_000 })).items;
      const fields = Object.keys(FIELDS).filter((field) => !q.includes(`${field}:`));
      const { facets } = await facetEntries(ctx, { ...input, fields, limit: 1_000 });
      for (const { field, values, distinct, isExact } of facets) {
        const found = Object.fromEntries(values.map(({ value, count }) => [fold(value), count]));
        const expected = countBy(field, list);
        expect({ found, distinct, isExact }, `${when} ${field} ${JSON.stringify(input)}`).toEqual({
          ...{ found: expected, distinct: Object.keys(expected).length, isExact: true },
        });
      }
      expect(await countEntries(ctx, input)).toEqual({ total: list.length, isExact: true });
      expect((await histogramEntries(ctx, input)).total).toBe(list.length);
    }
  }
}

async function drop(ctx: PortalCtx): Promise<number> {
  return dropMonths(ctx, { signal, graceMs: 0 });
}

test("facets, totals and histograms are those of the list after all that happens to entries", async () => {
  const pick = openPick(23);
  const [ctx, stranger] = [
    await makeArchive(db, { now: NOW }),
    await makeArchive(db, { now: NOW }),
  ];
  await saveRetention(ctx, { rules: { months: 3 } });
  await append(stranger, drawRows(pick, { first: 1, count: 130 }));
  await append(ctx, drawRows(pick, { first: 1, count: 700 }));
  await index(stranger);
  await index(ctx);
  await compare(ctx, "indexed");
  // Late entries of months that were summed up, some of them not counted yet.
  await append(ctx, drawRows(pick, { first: 701, count: 100 }));
  await index(ctx);
  await compare(ctx, "late");
  const { removed } = await previewRetention(ctx, RULES);
  await saveRetention(ctx, { rules: RULES, confirmedCount: removed });
  await resortPortal(ctx, { signal, sliceMs: 60_000 });
  await compare(ctx, "resorted");
  expect(await findWrongCounts(ctx)).toEqual([]);
  const other = await searchEntries(stranger, { limit: 1_000 });

  expect(await drop(ctx)).toBeGreaterThan(0);
  await compare(ctx, "dropped");
  await index(ctx);

  expect(await findWrongCounts(ctx)).toEqual([]);
  expect(await countEntries(stranger, {})).toEqual({ total: other.items.length, isExact: true });
}, 180_000);

test("while a month is dropped an answer has all of it or nothing of it", async () => {
  const ctx = await makeArchive(db, { now: NOW });
  await saveRetention(ctx, { rules: { months: 1 } });
  const pick = openPick(29);
  const rows = Array.from({ length: 512 }, (_, id) => {
    const day = id % 2 === 0 ? "2026-04-10" : "2026-06-10";
    return { ...drawEntry(pick, { id: id + 1, at: `${day}T10:00:00Z` }), itemId: String(id % 7) };
  });
  await append(ctx, rows);
  await index(ctx);
  let isDropping = true;
  const answers = (async () => {
    const seen = new Set<string>();
    while (isDropping) {
      const { facets } = await facetEntries(ctx, { fields: ["sev", "user", "item"] });
      const sums = facets.map(({ values }) => values.reduce((sum, { count }) => sum + count, 0));
      seen.add(sums.join(" "));
    }
    return seen;
  })();
  const before = await countEntries(ctx, {});
  const dropped = await drop(ctx);
  const after = await countEntries(ctx, {});
  isDropping = false;

  expect([before.total, dropped, after.total]).toEqual([512, 1, 256]);
  for (const sums of await answers) expect(["512 512 512", "256 256 256"]).toContain(sums);
}, 60_000);
