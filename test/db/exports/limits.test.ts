import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import {
  createExport,
  dropExpiredExports,
  getExport,
  listExports,
  streamExport,
  type ExportInput,
} from "../../../lib/exports/index.ts";
import { cleanPortal, flushCalls } from "../../../lib/portals/index.ts";
import { createTestDb } from "../../support/index.ts";
import { listTables, runCompiled } from "../../../lib/db/index.ts";
import { shift } from "../archive/keep/bed.ts";
import { appendMany, idsIn, makeArchive, readAll, work } from "./bed.ts";

const { db } = await createTestDb();
const request = { format: "csv" as const };

describe("exports", () => {
  test("asked for twice with one key are one; with another request the key is refused", async () => {
    const ctx = await makeArchive(db);
    const idempotencyKey = "the-same-key";

    const first = await createExport(ctx, { request, idempotencyKey });
    const again = await createExport(ctx, { request, idempotencyKey });
    const other = createExport(ctx, { request: { ...request, q: "x" }, idempotencyKey });

    expect(again.id).toBe(first.id);
    await expect(other).rejects.toMatchObject({ code: "conflict" });
    await expect(createExport(ctx, { request, idempotencyKey: null })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test.each([
    ["an empty query", { q: "" }],
    ["a range that is open", { from: null, to: null }],
    ["every value that has a default", { order: "asc", columns: ["type", "id"], tz: "Asia/Tokyo" }],
  ])("asked for twice with %s are one", async (_what, more) => {
    const ctx = await makeArchive(db);
    const input = {
      ...{ request: { ...request, ...more } as ExportInput, idempotencyKey: "the-same-key" },
    };

    const first = await createExport(ctx, input);

    expect((await createExport(ctx, input)).id).toBe(first.id);
  });

  test("that this version cannot read do not keep the others from being listed", async () => {
    const ctx = await makeArchive(db);
    const make = async (name: string) =>
      (await createExport(ctx, { request, idempotencyKey: `key-no-${name}` })).id;
    const [read, unread] = [await make("1"), await make("2")];
    await db.exportJob.update({ where: { id: unread }, data: { request: { format: "pdf" } } });

    expect((await listExports(ctx)).items.map(({ id }) => id)).toEqual([read]);
    await expect(getExport(ctx, { id: unread })).rejects.toMatchObject({ code: "conflict" });
  });

  test("are made while a step's call is being taken in", async () => {
    const ctx = await makeArchive(db);

    const made = await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 AS one FROM portal WHERE id = ${ctx.portalId} FOR SHARE`;
      return createExport(ctx, { request, idempotencyKey: "key-beside" });
    });

    expect(made.state).toBe("waiting");
  });

  test("are limited in number for a portal while they are not ready", async () => {
    const ctx = await makeArchive(db);
    const make = (name: string) => createExport(ctx, { request, idempotencyKey: `key-no-${name}` });
    const made = [await make("1"), await make("2"), await make("3")];

    await expect(make("4")).rejects.toMatchObject({ code: "too_many_requests" });
    await work(ctx, made[0]?.id ?? "");

    expect((await make("4")).state).toBe("waiting");
    expect((await listExports(ctx)).items).toHaveLength(4);
  });

  test("are a person's own: another administrator and another portal do not find them", async () => {
    const ctx = await makeArchive(db);
    const other = await makeArchive(db);
    const colleague = { ...ctx, actor: { kind: "user" as const, userId: 2, isAdmin: true } };
    const { id } = await createExport(ctx, { request, idempotencyKey: "key-of-mine" });

    await expect(getExport(colleague, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(getExport(other, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listExports(colleague)).items).toEqual([]);
  });

  test("of a token are that token's: neither another one nor a person finds them", async () => {
    const ctx = await makeArchive(db);
    const by = (tokenId: string) => ({
      ...ctx,
      actor: { kind: "token" as const, tokenId, name: "Grafana" },
    });
    const [one, two] = [by(randomUUID()), by(randomUUID())];
    const { id } = await createExport(one, { request, idempotencyKey: "key-of-token" });
    const other = await createExport(two, { request, idempotencyKey: "key-of-token" });
    const again = await createExport(one, { request, idempotencyKey: "key-of-token" });

    expect(other.id).not.toBe(id);
    expect(again.id).toBe(id);
    expect((await listExports(one)).items.map((job) => job.id)).toEqual([id]);
    await expect(getExport(two, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(getExport(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("are gone after their time, with all their bytes", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 5 });
    const { id } = await createExport(ctx, { request, idempotencyKey: "key-of-old" });
    await work(ctx, id);

    await dropExpiredExports(shift(ctx, "2026-11-28T11:59:00Z"));
    const before = await db.exportChunk.count({ where: { exportId: id } });
    await dropExpiredExports(shift(ctx, "2026-11-28T12:01:00Z"));

    expect(before).toBe(1);
    expect(await db.exportChunk.count({ where: { exportId: id } })).toBe(0);
    await expect(getExport(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("refuse a query that is wrong instead of applying a part of it", async () => {
    const ctx = await makeArchive(db);

    const asked = streamExport(ctx, { ...request, q: "typo:A" });

    await expect(asked).rejects.toMatchObject({ code: "invalid_input", details: [{ at: "q" }] });
  });

  test("in an order there is no time for are refused, or fail with a reason that says so", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 30 });
    const asked = { request: { ...request, q: "word", order: "user" as const } };
    const { id } = await createExport(ctx, { ...asked, idempotencyKey: "key-in-time" });
    let now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 20_000));

    const late = await createExport(ctx, { ...asked, idempotencyKey: "key-too-late" }).catch(
      (error: unknown) => error,
    );
    await work(ctx, id).finally(() => clock.mockRestore());

    expect(late).toMatchObject({ code: "invalid_input", message: "order_too_wide" });
    expect(await getExport(ctx, { id })).toMatchObject({
      ...{ state: "failed", reason: "order_too_wide" },
    });
  });

  test("of picked entries hold these and no other", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 30 });

    const { body } = await streamExport(ctx, {
      ...request,
      ids: ["3", "17", "999"],
      columns: ["id"],
    });

    expect(idsIn(await readAll(body)).toSorted()).toEqual(["17", "3"]);
  });

  test("streamed newest first or oldest first hold all entries in that order", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 11_000 });
    const columns: ("id" | "timeIso")[] = ["id", "timeIso"];

    const down = await readAll((await streamExport(ctx, { ...request, columns })).body);
    const up = await readAll((await streamExport(ctx, { ...request, columns, order: "asc" })).body);

    expect(new Set(idsIn(down)).size).toBe(11_000);
    expect(idsIn(up)).toEqual(idsIn(down).toReversed());
  });
});

describe("a removed portal", () => {
  test("leaves nothing in any table, exports and views among them", async () => {
    const ctx = await makeArchive(db);
    const { portalId } = ctx;
    await appendMany(ctx, { count: 5 });
    const { id } = await createExport(ctx, { request, idempotencyKey: "key-of-gone" });
    await work(ctx, id);
    const viewId = crypto.randomUUID();
    const person = { portalId, userId: 1 };
    const view = { ...person, id: viewId, userName: "A", name: "V", content: {} };
    await db.savedView.create({ data: view });
    await db.defaultView.create({ data: { ...person, viewId } });
    const digest = Buffer.alloc(32);
    await db.viewLink.create({ data: { ...person, id: "abcdefghij", digest, content: {} } });
    const expiresAt = new Date();
    await db.usedTicket.create({ data: { id: crypto.randomUUID(), portalId, expiresAt } });
    const count = async () => {
      const tables = await listTables(db, { having: "portal_id" });
      const found = await Promise.all(
        tables.map(async (name) => {
          const text = `SELECT count(*)::integer AS n FROM ${name} WHERE portal_id = $1::bigint`;
          const [row] = await runCompiled<{ n: number }>(db, { text, values: [portalId] });
          return { name, n: row?.n ?? 0 };
        }),
      );
      return found.filter(({ n }) => n > 0).map(({ name }) => name);
    };
    const own = [
      "default_view",
      "export_job",
      "export_chunk",
      "saved_view",
      "used_ticket",
      "view_link",
    ];
    expect(await count()).toEqual(expect.arrayContaining(own));

    const cleanAfter = new Date(0);
    await db.portal.update({ where: { id: portalId }, data: { state: "removed", cleanAfter } });
    // Asking the portal for the person's name was a call of its own, which is noted a little later.
    await flushCalls();
    await cleanPortal(ctx);

    expect(await count()).toEqual([]);
  });
});
