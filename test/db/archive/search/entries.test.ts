import { describe, expect, test } from "vitest";
import { entriesAfter, entryContext, findEntry } from "../../../../lib/archive/index.ts";
import type { EntryInput, EntryView } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const pick = openPick(3);
const NOON = Date.parse("2026-11-20T12:00:00Z");

function at(second: number): string {
  return new Date(NOON + second * 1_000).toISOString().slice(0, 19) + "Z";
}

function draw(id: number, part: Partial<EntryInput> = {}): EntryInput {
  return { ...drawEntry(pick, { id, at: at(id) }), ...part };
}

/** Entries 1 to 300, a second apart; those up to 256 are in blocks. */
async function arrange(part: (id: number) => Partial<EntryInput> = () => ({})): Promise<PortalCtx> {
  const ctx = await makeCtx(db);
  const rows = Array.from({ length: 300 }, (_, one) => draw(one + 1, part(one + 1)));
  await append(ctx, rows.slice(0, 256));
  await index(ctx);
  await append(ctx, rows.slice(256));
  return ctx;
}

const ids = (entries: EntryView[]) => entries.map(({ id }) => Number(id));
const numbers = (from: number, to: number) =>
  Array.from(
    { length: Math.abs(to - from) + 1 },
    (_, one) => from + one * Math.sign(to - from || 1),
  );

describe("one entry", () => {
  test("is found by its number, in a block or not yet, with the names of its users", async () => {
    const ctx = await arrange(() => ({ userId: 1 }));
    await nameUsers(ctx);

    for (const id of ["5", "290"]) {
      const found = await findEntry(ctx, { id });
      expect(found).toMatchObject({
        state: "found",
        entry: { id, at: at(Number(id)), userId: 1 },
        users: { 1: { name: "Anna Petrova", isKnown: true } },
      });
    }
  });

  test("that retention removed is told from one that never was", async () => {
    const ctx = await arrange();
    await db.entryRemoved.create({
      data: {
        ...{ portalId: ctx.portalId, firstSeq: 10n, lastSeq: 20n, lastHash: Buffer.alloc(32) },
        ...{ keep: 1, month: new Date("2026-11-01"), removedAt: new Date("2026-11-21T00:00:00Z") },
      },
    });
    await db.$executeRaw`DELETE FROM entry WHERE portal_id = ${ctx.portalId} AND seq BETWEEN 10 AND 20`;

    for (const id of ["10", "20"]) {
      const removed = { state: "removed", removedAt: "2026-11-21T00:00:00.000Z", keptMonths: 1 };
      expect(await findEntry(ctx, { id })).toEqual(removed);
    }
    for (const id of ["0", "301", "999999999999"]) {
      expect(await findEntry(ctx, { id })).toEqual({ state: "unknown" });
    }
    expect(await findEntry(ctx, { id: "21" })).toMatchObject({ state: "found" });
    expect(await entryContext(ctx, { id: "15" })).toMatchObject({ state: "removed" });
  });

  test("is not found by another portal", async () => {
    await arrange();
    const stranger = await makeCtx(db);

    expect(await findEntry(stranger, { id: "5" })).toEqual({ state: "unknown" });
    expect(await entryContext(stranger, { id: "5" })).toEqual({ state: "unknown" });
    expect(await entriesAfter(stranger, {})).toMatchObject({ items: [], lastSeq: "0" });
  });
});

async function readContext(ctx: PortalCtx, input: Parameters<typeof entryContext>[1]) {
  const context = await entryContext(ctx, input);
  if (context.state !== "found") throw new TypeError(context.state);
  return context;
}

describe("the context of an entry", () => {
  test("stands on both sides of it and goes on without a gap", async () => {
    const ctx = await arrange();
    const first = await readContext(ctx, { id: "150", limit: 50 });

    expect(ids(first.newer.items)).toEqual(numbers(200, 151));
    expect(first.anchor.id).toBe("150");
    expect(ids(first.older.items)).toEqual(numbers(149, 100));

    const next = await readContext(ctx, { id: "150", limit: 200, older: first.older.cursor ?? "" });
    expect(ids(next.older.items)).toEqual(numbers(99, 1));
    expect(next.older.cursor).toBeNull();
    expect(next.newer.items).toEqual([]);
    const later = await readContext(ctx, { id: "150", limit: 60, newer: first.newer.cursor ?? "" });
    expect(ids(later.newer.items)).toEqual(numbers(260, 201));
  });

  test("can be of the same user, address, request or object, and be searched", async () => {
    const isSame = (id: number) => id % 10 === 0;
    const ctx = await arrange((id) => ({
      ...(isSame(id)
        ? { userId: 4_711, remoteAddr: "198.51.100.9", itemId: "x-1", moduleId: "crm" }
        : { userId: 2, remoteAddr: "203.0.113.7", itemId: "y", moduleId: "crm" }),
      auditTypeId: "OWN_TYPE",
      severity: id % 20 === 0 ? "ERROR" : "INFO",
      description: JSON.stringify({ requestId: isSame(id) ? "req-1" : `req-${id + 1}` }),
    }));

    for (const scope of ["user", "ip", "request", "object"] as const) {
      const { older, newer, hasRequest } = await readContext(ctx, { id: "150", scope });
      expect(hasRequest).toBe(true);
      expect(ids(older.items), scope).toEqual(
        numbers(1, 14)
          .reverse()
          .map((one) => one * 10),
      );
      expect(ids(newer.items), scope).toEqual(
        numbers(16, 30)
          .reverse()
          .map((one) => one * 10),
      );
    }
    const searched = await readContext(ctx, { id: "150", scope: "user", q: "sev:ERROR" });
    expect(searched.anchor.id).toBe("150");
    expect(ids(searched.older.items)).toEqual(
      numbers(1, 7)
        .reverse()
        .map((one) => one * 20),
    );
  });

  test("of an entry without user and request is that of others without them", async () => {
    const ctx = await arrange((id) => ({
      userId: id > 148 ? null : 5,
      description: id > 148 ? null : '{"requestId":"r"}',
    }));

    for (const scope of ["user", "request"] as const) {
      const { older, newer, hasRequest } = await readContext(ctx, { id: "150", scope, limit: 200 });
      expect(hasRequest).toBe(false);
      expect(ids(older.items)).toEqual([149]);
      expect(ids(newer.items)).toEqual(numbers(300, 151));
    }
  });

  test("refuses a cursor of another entry, scope or side", async () => {
    const ctx = await arrange();
    const { older } = await readContext(ctx, { id: "150" });
    const cursor = older.cursor ?? "";

    for (const change of [{ id: "151" }, { scope: "user" as const }, { q: "x" }]) {
      await expect(entryContext(ctx, { id: "150", older: cursor, ...change })).rejects.toThrow(
        "cursor_invalid",
      );
    }
    await expect(entryContext(ctx, { id: "150", newer: cursor })).rejects.toThrow("cursor_invalid");
  });
});

describe("entries after a number", () => {
  test("come each once in the order of their numbers, late ones too", async () => {
    const ctx = await arrange();
    const first = await entriesAfter(ctx, { after: "250", limit: 20 });
    await append(ctx, [draw(5_000, { timestampX: at(-100).replace("Z", "+00:00") })]);
    const second = await entriesAfter(ctx, { after: first.lastSeq, limit: 100 });

    expect(ids(first.items)).toEqual(numbers(251, 270));
    expect(first).toMatchObject({ lastSeq: "270", hasMore: true });
    expect(ids(second.items)).toEqual(numbers(271, 301));
    expect(second).toMatchObject({ lastSeq: "301", hasMore: false });
    expect(await entriesAfter(ctx, { after: "301" })).toMatchObject({ items: [], lastSeq: "301" });
  });

  test("are those of the query, and what does not meet it is not looked at again", async () => {
    const ctx = await arrange((id) => ({ severity: id % 50 === 0 ? "ERROR" : "INFO" }));
    const found = await entriesAfter(ctx, { q: "sev:ERROR", after: "60" });

    expect(ids(found.items)).toEqual([100, 150, 200, 250, 300]);
    expect(found.lastSeq).toBe("300");
    const none = await entriesAfter(ctx, { q: "type:NOTHING", after: "60" });
    expect(none).toMatchObject({ items: [], lastSeq: "300", hasMore: false });
  });
});
