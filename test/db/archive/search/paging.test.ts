import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { searchEntries } from "../../../../lib/archive/index.ts";
import type { EntryView, SearchInput } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { isAppError } from "../../../../lib/errors.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, openPick } from "./bed.ts";

const { db } = await createTestDb();
const pick = openPick(5);
const ONE_TIME = "2026-11-20T12:00:00Z";

/** A thousand entries of one moment among others, most in blocks, some late. */
async function arrange(): Promise<{ ctx: PortalCtx; all: EntryView[] }> {
  const ctx = await makeCtx(db);
  const draw = (from: number, count: number, at?: string) =>
    Array.from({ length: count }, (_, one) =>
      drawEntry(pick, { id: from + one, ...(at && { at }) }),
    );
  await append(ctx, [...draw(1, 150), ...draw(1_000, 1_000, ONE_TIME), ...draw(5_000, 130)]);
  await index(ctx);
  await append(ctx, draw(9_000, 60));
  return { ctx, all: await readWhole(ctx) };
}

async function readWhole(ctx: PortalCtx): Promise<EntryView[]> {
  const newest = await searchEntries(ctx, { limit: 1_000 });
  const rest = await searchEntries(ctx, { limit: 1_000, cursor: newest.older ?? undefined });
  expect(rest.older).toBeNull();
  return [...newest.items, ...rest.items];
}

async function readAll(
  ctx: PortalCtx,
  input: SearchInput,
  side: "older" | "newer",
): Promise<EntryView[]> {
  const pages: EntryView[][] = [];
  let { cursor } = input;
  for (;;) {
    const page = await searchEntries(ctx, { ...input, cursor });
    pages.push(page.items);
    const next = page[side];
    if (next === null) break;
    cursor = next;
  }
  const isTurned = (side === "older") !== ((input.order ?? "desc") === "desc");
  return (isTurned ? pages.toReversed() : pages).flat();
}

const { ctx, all } = await arrange();
const ids = (entries: EntryView[]) => entries.map(({ id }) => id);

describe("pages of the archive", () => {
  test("give every entry once, also a thousand of one moment, whatever their length", async () => {
    expect(all).toHaveLength(1_340);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 90, max: 700 }),
        fc.constantFrom("desc", "asc"),
        async (limit, order) => {
          const side = order === "desc" ? "older" : "newer";
          const found = ids(await readAll(ctx, { limit, order }, side));

          expect(found).toEqual(order === "desc" ? ids(all) : ids(all).toReversed());
        },
      ),
      { numRuns: 8 },
    );
  });

  test("lead back over the same entries", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 150, max: 400 }),
        fc.constantFrom("desc", "asc"),
        fc.constantFrom("", "sev:ERROR", "cookie OR вход", "user:1"),
        async (limit, order, q) => {
          const [onward, back] =
            order === "desc" ? (["older", "newer"] as const) : (["newer", "older"] as const);
          const first = await searchEntries(ctx, { q, limit, order });
          const second = await searchEntries(ctx, {
            q,
            limit,
            order,
            cursor: first[onward] ?? undefined,
          });
          if (first[onward] === null || second[back] === null) return;
          const again = await searchEntries(ctx, { q, limit, order, cursor: second[back] });

          expect(ids(again.items)).toEqual(ids(first.items));
        },
      ),
      { numRuns: 12 },
    );
  });

  test("around a moment join without a gap", async () => {
    const page = await searchEntries(ctx, { around: ONE_TIME, limit: 200 });
    const older = await readAll(ctx, { around: ONE_TIME, limit: 200 }, "older");
    const newer = await readAll(
      ctx,
      { limit: 200, around: ONE_TIME, cursor: page.newer ?? "" },
      "newer",
    );

    expect(page.items[0]?.at).toBe(ONE_TIME);
    expect(ids([...newer, ...older])).toEqual(ids(all));
  });

  test("are not shifted by new entries, and show late ones at their place", async () => {
    const own = await makeCtx(db);
    const at = (second: number) =>
      new Date(Date.parse(ONE_TIME) + second * 1_000).toISOString().slice(0, 19) + "Z";
    const rows = Array.from({ length: 60 }, (_, one) =>
      drawEntry(pick, { id: one + 1, at: at(one * 10) }),
    );
    await append(own, rows);
    const first = await searchEntries(own, { limit: 20 });
    await append(own, [
      drawEntry(pick, { id: 101, at: at(5_000) }),
      drawEntry(pick, { id: 102, at: at(5) }),
    ]);
    const rest = await readAll(own, { limit: 20, cursor: first.older ?? "" }, "older");
    const found = ids([...first.items, ...rest]);

    expect(found).toHaveLength(61);
    expect(new Set(found).size).toBe(61);
    expect(found.slice(-2)).toEqual(["62", "1"]);
    const newer = await searchEntries(own, {
      limit: 20,
      cursor: (await searchEntries(own, { limit: 20, cursor: first.older ?? "" })).newer ?? "",
    });
    expect(ids(newer.items)).toEqual(ids(first.items));
    expect(ids((await searchEntries(own, { limit: 20, cursor: newer.newer ?? "" })).items)).toEqual(
      ["61"],
    );
  });

  test("stop when the time for them is over and go on from there", async () => {
    const q = "zzz-nothing OR sev:ERROR";
    const found: string[] = [];
    let cursor: string | undefined;
    let cuts = 0;
    for (;;) {
      const page = await searchEntries(ctx, {
        q,
        limit: 500,
        cursor,
        effortMs: cuts < 2 ? 1 : 8_000,
      });
      found.push(...ids(page.items));
      if (page.searchedTo !== null) cuts += 1;
      if (page.older === null) break;
      cursor = page.older;
    }

    expect(cuts).toBeGreaterThan(0);
    expect(found).toEqual(ids(all.filter(({ severity }) => severity === "ERROR")));
  });
});

describe("a cursor", () => {
  const refused = async (input: SearchInput, by = ctx) => {
    const error: unknown = await searchEntries(by, input).catch((reason: unknown) => reason);
    return isAppError(error, "invalid_input") ? error.message : error;
  };

  test("is refused with another query, range, zone or order", async () => {
    const { older } = await searchEntries(ctx, { q: "sev:INFO", limit: 10 });
    const cursor = older ?? "";

    for (const change of [
      { q: "sev:ERROR" },
      { q: "sev:INFO", from: "2026-11-01" },
      { q: "sev:INFO", zone: "Europe/Berlin" },
      { q: "sev:INFO", order: "asc" as const },
    ]) {
      expect(await refused({ ...change, cursor })).toBe("cursor_invalid");
    }
  });

  test("is refused changed, of another portal, or a day later", async () => {
    const { older } = await searchEntries(ctx, { limit: 10 });
    const cursor = older ?? "";
    const stranger = await makeCtx(db);
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 86_400_001) };

    expect(await refused({ cursor: `A${cursor.slice(1)}` })).toBe("cursor_invalid");
    expect(await refused({ cursor: cursor.slice(0, -1) })).toBe("cursor_invalid");
    expect(await refused({ cursor: "nonsense" })).toBe("cursor_invalid");
    expect(await refused({ cursor }, stranger)).toBe("cursor_invalid");
    expect(await refused({ cursor }, later)).toBe("cursor_invalid");
  });

  test("keeps the moment from which relative times are counted", async () => {
    const query = { q: "time:now-30d", limit: 700 };
    const first = await searchEntries(ctx, query);
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 3_600_000) };
    const rest = await searchEntries(later, { ...query, cursor: first.older ?? "" });
    const since = ctx.now().getTime() - 30 * 86_400_000;
    const expected = all.filter(({ at }) => Date.parse(at) >= since);

    expect(ids([...first.items, ...rest.items])).toEqual(ids(expected));
  });
});
