import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countEntries,
  facetEntries,
  histogramEntries,
  searchEntries,
} from "../../../../lib/archive/index.ts";
import type { EntryView } from "../../../../lib/archive/index.ts";
import { severityGroup } from "../../../../lib/archive/search/severity-groups.ts";
import { createTestDb } from "../../../support/index.ts";
import { condition } from "../../filter/queries.ts";
import { append, drawEntry, index, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db, new Date("2026-11-21T09:30:00Z"));
const pick = openPick(11);
const START = Date.parse("2026-03-20T00:00:00Z");
const HOURS = 246 * 24;

function drawAt(): string {
  const hour = pick(Array.from({ length: HOURS }, (_, one) => one));
  const seconds = pick([0, 0, 1, 899, 900, 1_799, 3_599, 2_000]);
  return new Date(START + hour * 3_600_000 + seconds * 1_000).toISOString().slice(0, 19) + "Z";
}

// Most around both changes of the clock in Europe, where bars have odd lengths.
const ODD = ["2026-03-29", "2026-10-25", "2026-10-24"].flatMap((day) =>
  ["00:00:00", "00:59:59", "01:00:00", "01:30:00", "22:00:00", "23:00:00", "23:59:59"].map(
    (clock) => `${day}T${clock}Z`,
  ),
);
const rows = Array.from({ length: 900 }, (_, id) =>
  drawEntry(pick, { id: id + 1, at: id % 3 === 0 ? pick(ODD) : drawAt() }),
);
await append(ctx, rows.slice(0, 768));
await index(ctx);
await append(ctx, rows.slice(768));

async function listAll(input: { q?: string; from?: string; to?: string; zone?: string }) {
  const page = await searchEntries(ctx, { ...input, limit: 1_000 });
  expect(page.older).toBeNull();
  return page.items;
}

const instant = fc
  .integer({ min: 0, max: HOURS * 60 })
  .map((minute) => new Date(START + minute * 60_000 + (minute % 7) * 1_000).toISOString());
const range = fc.oneof(
  fc.constant({}),
  fc.tuple(instant, instant).map(([one, other]) => {
    return one < other ? { from: one, to: other } : { from: other, to: one };
  }),
  fc.constantFrom(
    { from: "2026-03-29T00:00:00Z", to: "2026-03-30T00:00:00Z" },
    { from: "2026-03-28T23:00:00Z", to: "2026-03-29T22:00:00Z" },
    { from: "2026-10-24T22:00:00Z", to: "2026-10-25T23:00:00Z" },
    { from: "2026-10-25T00:30:00Z", to: "2026-10-25T01:30:30Z" },
    { from: "2026-10-01T00:00:00Z" },
    { to: "2026-10-25T00:59:59Z" },
  ),
);
const zone = fc.constantFrom(
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "+05:45"],
);
const query = fc.oneof(
  fc.constantFrom("", "sev:ERROR", "-sev:ERROR type:user_login", "module:crm OR sev:INFO"),
  fc.constantFrom("ip:10.0.0.0/8", "user:1 -type:CRM*", "-user:*", "site:s1 module:main"),
  condition,
  fc.tuple(condition, condition).map(([one, other]) => `${one} -(${other})`),
);
const question = fc.record({ q: query, span: range, zone });

const groupOf = (entry: EntryView) => severityGroup(entry.severity);

describe("a histogram", () => {
  test("has bars side by side over the whole range that count exactly the list", async () => {
    await fc.assert(
      fc.asyncProperty(question, fc.integer({ min: 3, max: 120 }), async (asked, maxBars) => {
        const input = { q: asked.q, ...asked.span, zone: asked.zone };
        const list = await listAll(input);
        const { bars, total, isExact } = await histogramEntries(ctx, { ...input, maxBars });

        expect(isExact).toBe(true);
        expect(total).toBe(list.length);
        expect(bars.length).toBeLessThanOrEqual(maxBars);
        for (const [at, { from, to, counts }] of bars.entries()) {
          const inside = list.filter((entry) => {
            const time = Date.parse(entry.at);
            return Date.parse(from) <= time && time < Date.parse(to);
          });
          const expected = Object.fromEntries(
            Object.keys(counts).map((group) => [
              group,
              inside.filter((entry) => groupOf(entry) === group).length,
            ]),
          );
          expect(counts, `${from} ${to}`).toEqual(expected);
          if (at > 0) expect(from).toBe(bars[at - 1]?.to);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe("a count", () => {
  test("is the length of the list", async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const input = { q: asked.q, ...asked.span, zone: asked.zone };
        const list = await listAll(input);

        expect(await countEntries(ctx, input)).toEqual({ total: list.length, isExact: true });
      }),
      { numRuns: 100 },
    );
  });
});

const FIELDS = ["sev", "type", "module", "user", "ip", "site", "item", "ua", "json.a"];

describe("facets", () => {
  test("give with each value as many entries as a search for that value finds", async () => {
    await fc.assert(
      fc.asyncProperty(question, fc.constantFrom(...FIELDS), async (asked, field) => {
        const input = { q: asked.q, ...asked.span, zone: asked.zone };
        const own = new RegExp(`(^|[ (])-?(${field}|time):`);
        fc.pre(!own.test(asked.q) && !asked.q.includes(" OR "));
        const { facets } = await facetEntries(ctx, { ...input, fields: [field], limit: 1_000 });
        const values = facets[0]?.values ?? [];
        for (const { value, count } of values.slice(0, 4)) {
          // An address stands for its other spellings too, and an array for its elements.
          if (field === "ip" || field === "json.a") continue;
          const text = value === "" ? `-${field}:*` : `${field}:${quoted(field, value)}`;
          const found = await listAll({ ...input, q: `${asked.q} ${text}` });
          expect(count, text).toBe(found.length);
        }
        if (field !== "json.a") {
          const sum = values.reduce((all, { count }) => all + count, 0);
          expect(sum).toBe((await listAll(input)).length);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function quoted(field: string, value: string): string {
  return field === "user" ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
