import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ENTRY_ORDERS,
  searchEntries,
  VALUE_ORDERS,
  type EntryOrder,
  type EntryView,
  type SearchInput,
} from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { isAppError } from "../../../../lib/errors.ts";
import { createTestDb } from "../../../support/index.ts";
import { outOfTime } from "../../../support/out-of-time.ts";
import { append, drawEntry, index, makeCtx, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const pick = openPick(11);
const ONE_TIME = "2026-11-20T12:00:00Z";

const draw = (from: number, count: number, at?: string) =>
  Array.from({ length: count }, (_, one) => drawEntry(pick, { id: from + one, ...(at && { at }) }));

/** Hundreds of one moment among others, most in blocks, some late, and addresses of a single entry each. */
async function arrange(): Promise<{ ctx: PortalCtx; all: EntryView[] }> {
  const ctx = await makeCtx(db);
  await nameUsers(ctx);
  const single = draw(3_000, 80).map((row, at) => ({ ...row, remoteAddr: `198.51.100.${at}` }));
  await append(ctx, [...draw(1, 150), ...draw(1_000, 400, ONE_TIME), ...single]);
  await index(ctx);
  await append(ctx, draw(9_000, 60));
  return { ctx, all: await readAll(ctx, { limit: 1_000 }) };
}

async function readAll(ctx: PortalCtx, input: SearchInput): Promise<EntryView[]> {
  const side = input.order === "asc" ? "newer" : "older";
  const found: EntryView[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await searchEntries(ctx, { ...input, cursor });
    found.push(...page.items);
    const next = page[side];
    if (next === null) return found;
    cursor = next;
  }
}

const GRAVITY = ["UNKNOWN", "INFO", "ERROR"];

/** What a reader would compare: nothing for entries without the value. */
function wordOf(entry: EntryView, order: string): string | null {
  switch (order) {
    case "severity":
      return String(GRAVITY.indexOf(entry.severity));
    case "type":
      return entry.auditTypeId.toLowerCase();
    case "module":
      return entry.moduleId === "" ? null : entry.moduleId;
    case "user": {
      const { userId } = entry;
      if (userId === null || userId === 0) return null;
      return String(userId).padStart(12, "0");
    }
    default:
      return entry.remoteAddr === "" ? null : entry.remoteAddr;
  }
}

/** Addresses are compared by number, which words do not tell: there it counts that equal ones are together. */
function isInOrder(rows: EntryView[], order: EntryOrder): boolean {
  const isDown = order.startsWith("-");
  const name = isDown ? order.slice(1) : order;
  return rows.every((row, at) => {
    const next = rows[at + 1];
    if (next === undefined) return true;
    const [one, other] = [wordOf(row, name), wordOf(next, name)];
    if (one === other) {
      const times = Date.parse(row.at) - Date.parse(next.at);
      return times > 0 || (times === 0 && BigInt(row.id) > BigInt(next.id));
    }
    if (one === null || other === null) return one !== null;
    if (name === "ip") return !rows.slice(at + 1).some((later) => wordOf(later, name) === one);
    return isDown ? one > other : one < other;
  });
}

const { ctx, all } = await arrange();
const ids = (entries: EntryView[]) => entries.map(({ id }) => id);
const orders = ENTRY_ORDERS.filter((order) => order !== "desc" && order !== "asc");
const anOrder = fc.constantFrom(...orders);
const aQuery = fc.constantFrom("", "sev:ERROR", "cookie OR вход", "user:1", "-ip:*", "type:USER_*");

describe("an order by a value", () => {
  test("gives every entry once in its order, the newest of a value first, whatever the pages", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 40, max: 400 }),
        anOrder,
        aQuery,
        async (limit, order, q) => {
          const wanted = await readAll(ctx, { q, limit: 1_000 });

          const found = await readAll(ctx, { q, limit, order });

          expect(ids(found).toSorted()).toEqual(ids(wanted).toSorted());
          expect(isInOrder(found, order)).toBe(true);
        },
      ),
      { numRuns: 24 },
    );
  }, 120_000);

  test("holds for addresses by their numbers, four bytes before sixteen", async () => {
    const found = await readAll(ctx, { q: "ip:198.51.100.0/24", order: "ip", limit: 30 });
    const last = found.map(({ remoteAddr }) => Number(remoteAddr.split(".")[3]));

    expect(last).toEqual(last.toSorted((left, right) => left - right));
    expect(new Set(last).size).toBe(80);
    const down = await readAll(ctx, { q: "ip:198.51.100.0/24", order: "-ip", limit: 30 });
    expect(ids(down)).toEqual(ids(found).toReversed());
  });

  test("leads back over the same entries", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 200 }),
        anOrder,
        aQuery,
        async (limit, order, q) => {
          const first = await searchEntries(ctx, { q, limit, order });
          if (first.older === null) return;
          const second = await searchEntries(ctx, { q, limit, order, cursor: first.older });
          const again = await searchEntries(ctx, {
            ...{ q, limit, order },
            cursor: second.newer ?? "",
          });

          expect(ids(again.items)).toEqual(ids(first.items));
        },
      ),
      { numRuns: 16 },
    );
  }, 120_000);

  test.each(VALUE_ORDERS)("by %s is not shifted by entries that come in between", async (order) => {
    const own = await makeCtx(db);
    await append(own, draw(1, 90));
    const before = await readAll(own, { order, limit: 1_000 });
    const first = await searchEntries(own, { order, limit: 40 });
    await append(own, draw(500, 40));
    const rest: EntryView[] = [];
    let cursor = first.older;
    while (cursor !== null) {
      const page = await searchEntries(own, { order, limit: 40, cursor });
      rest.push(...page.items);
      cursor = page.older;
    }

    const seen = [...ids(first.items), ...ids(rest)];
    expect(new Set(seen).size).toBe(seen.length);
    const known = new Set(ids(before));
    expect(seen.filter((id) => known.has(id))).toEqual(ids(before));
  });

  test("is not offered around a moment, and its cursor goes with it alone", async () => {
    const refused = await searchEntries(ctx, { order: "type", around: ONE_TIME }).catch(
      (error: unknown) => error,
    );
    expect(isAppError(refused, "invalid_input") && refused.details).toMatchObject([
      { at: "around" },
    ]);
    const page = await searchEntries(ctx, { order: "type", limit: 10 });
    const foreign = await searchEntries(ctx, {
      order: "-type",
      limit: 10,
      cursor: page.older ?? "",
    }).catch((error: unknown) => error);
    expect(isAppError(foreign, "invalid_input") && foreign.message).toBe("cursor_invalid");
  });

  test("says that it needs a shorter range when there was no time to count the values", async () => {
    const hurried = { q: "cookie", order: "ip", effortMs: 1 } as const;
    const refused = await outOfTime(() => searchEntries(ctx, hurried)).catch(
      (error: unknown) => error,
    );
    expect(isAppError(refused, "invalid_input") && refused.message).toBe("order_too_wide");
  });

  test("tells no moment up to which all was looked at when time is over, and goes on all the same", async () => {
    const [order, limit] = ["type", 40] as const;
    const first = await searchEntries(ctx, { order, limit });
    const cursor = first.older ?? "";
    const hurried = { order, limit, cursor, effortMs: 1 };
    const late = await outOfTime(() => searchEntries(ctx, hurried));
    const next = await searchEntries(ctx, { order, limit, cursor });

    expect(late).toMatchObject({ items: [], searchedTo: null });
    const again = await searchEntries(ctx, { order, limit, cursor: late.older ?? "" });
    expect(ids(again.items)).toEqual(ids(next.items));
  });

  test("has nothing to give where nothing matches", async () => {
    const page = await searchEntries(ctx, { q: "nothing-like-this", order: "user" });
    expect(page).toMatchObject({ items: [], older: null, newer: null, searchedTo: null });
  });
});

test("the rows to be put in order are those of the archive", () => expect(all).toHaveLength(690));
