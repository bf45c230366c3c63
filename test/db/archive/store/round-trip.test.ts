import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EntryInput } from "../../../../lib/archive/index.ts";
import { chainHash } from "../../../../lib/archive/store/chain.ts";
import { entryContent, entryJson } from "../../../../lib/archive/store/entry-content.ts";
import { runCompiled } from "../../../../lib/db/index.ts";
import { storable } from "../../../../lib/filter/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../../support/index.ts";
import { makeEntry, readRecords, readViews, store, toInput } from "./bed.ts";
import { ADDRESSES, anyEntry, DESCRIPTIONS, HOSTILE, TIMES } from "./hostile-entries.ts";

const { db } = await createTestDb();

async function arrange() {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

function asStored(entry: EntryInput): EntryInput {
  const pairs = (Object.entries(entry) as [string, unknown][]).map(([key, value]) => [
    key,
    typeof value === "string" ? storable(value) : value,
  ]);
  return Object.fromEntries(pairs) as EntryInput;
}

async function expectRoundTrip(entries: EntryInput[]): Promise<void> {
  const ctx = await arrange();
  await store(ctx, entries);

  const views = await readViews(ctx);
  expect(views.map(toInput)).toEqual(entries.map(asStored));
  const records = await readRecords(ctx);
  let previous: Uint8Array = new Uint8Array(32);
  for (const [index, view] of views.entries()) {
    const place = { seq: BigInt(index + 1), source: 0, epoch: 0 } as const;
    previous = chainHash(previous, { ...place, entry: toInput(view) });
    expect(Buffer.from(records[index]?.hash ?? []).equals(previous)).toBe(true);
  }
}

describe("an entry read back", () => {
  test("is the entry that was stored, whatever it holds, and gives the same hash", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 60 }), async (entries) => {
        await expectRoundTrip(
          entries.map((entry, index) => ({ ...entry, nativeId: String(index + 1) })),
        );
      }),
      { numRuns: 25 },
    );
  });

  test("is the same for every odd time, address and description", async () => {
    const parts = [
      ...TIMES.map((timestampX) => ({ timestampX })),
      ...ADDRESSES.map((remoteAddr) => ({ remoteAddr })),
      ...DESCRIPTIONS.map((description) => ({ description })),
      ...HOSTILE.map((text) => ({ itemId: text, userAgent: text, siteId: text, requestUri: text })),
      { userAgent: null, siteId: null, userId: null, guestId: null, description: null },
      { userId: 0, guestId: -2_147_483_648 },
      { description: `${"x".repeat(999_999)}я`, userAgent: "y".repeat(100_000) },
    ];

    await expectRoundTrip(parts.map((part, index) => makeEntry(index + 1, part)));
  });

  test("keeps the greatest number a portal can give", async () => {
    const ctx = await arrange();
    await store(ctx, [makeEntry(9_223_372_036_854_775_807n)]);

    expect((await readViews(ctx)).map(({ nativeId }) => nativeId)).toEqual(["9223372036854775807"]);
  });

  test("stands at its own second, or where it was stored when its time cannot be true", async () => {
    const ctx = { ...(await arrange()), now: () => new Date("2026-11-21T09:30:00.789Z") };
    const times = [
      "2026-11-20T10:00:00.999+03:00",
      "1999-12-31T23:59:59+00:00",
      "2026-11-22T09:30:01+00:00",
      "2026-11-22T09:30:00+00:00",
      "?",
    ];
    await store(
      ctx,
      times.map((timestampX, index) => makeEntry(index + 1, { timestampX })),
    );

    expect((await readViews(ctx)).map(({ at }) => at)).toEqual([
      "2026-11-20T07:00:00Z",
      "2026-11-21T09:30:00Z",
      "2026-11-21T09:30:00Z",
      "2026-11-22T09:30:00Z",
      "2026-11-21T09:30:00Z",
    ]);
  });
});

interface StoredJson {
  form: number;
  json: unknown;
}

async function readJson(portalId: bigint): Promise<StoredJson[]> {
  return runCompiled<StoredJson>(db, {
    text: `SELECT form,
        CASE form WHEN 2 THEN description::jsonb WHEN 3 THEN decoded ELSE 'null' END::text AS json
      FROM entry WHERE portal_id = $1 ORDER BY seq`,
    values: [portalId],
  });
}

describe("JSON of an entry", () => {
  test("is read by the database without fault and as the evaluator sees it", async () => {
    const texts = fc.oneof(
      fc.constantFrom(...DESCRIPTIONS),
      fc.json({ stringUnit: "binary", maxDepth: 4 }),
      fc.json().map((json) => `==${Buffer.from(json).toString("base64")}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 60 }), async (list) => {
        const ctx = await arrange();
        await store(
          ctx,
          list.map((description, index) => makeEntry(index + 1, { description })),
        );

        const rows = await readJson(ctx.portalId);
        expect(rows.map(({ json }) => JSON.parse(String(json)) as unknown)).toEqual(
          list.map((text) => JSON.parse(JSON.stringify(entryJson(storable(text)))) as unknown),
        );
        expect(rows.map(({ form }) => form)).toEqual(
          list.map((text) => entryContent(storable(text)).form),
        );
      }),
      { numRuns: 25 },
    );
  });

  test("gives the same texts of numbers in the database and in the evaluator", async () => {
    const ctx = await arrange();
    const numbers = ["1", "1.0", "1.50", "0.1", "1e5", "1e-7", "-0", "9007199254740993", "1e21"];
    await store(
      ctx,
      numbers.map((number, index) => makeEntry(index + 1, { description: `{"n":${number}}` })),
    );

    const rows = await runCompiled<{ text: string }>(db, {
      text: `SELECT CASE form WHEN 2 THEN description::jsonb ELSE decoded END ->> 'n' AS text
        FROM entry WHERE portal_id = $1 ORDER BY seq`,
      values: [ctx.portalId],
    });
    expect(rows.map(({ text }) => text)).toEqual([
      ...["1", "1", "1.5", "0.1", "100000", "0.0000001", "0"],
      ...["9007199254740993", "1000000000000000000000"],
    ]);
  });
});
