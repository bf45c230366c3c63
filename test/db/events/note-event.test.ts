import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { keepEvents, noteEvent, type NoteEventInput } from "../../../lib/events/index.ts";
import { createTestDb, makePortal, testPortalCtx, type TestDb } from "../../support/index.ts";

function event(overrides: Partial<NoteEventInput> = {}): NoteEventInput {
  return {
    thing: randomUUID(),
    startedAt: new Date(),
    responseMs: 12,
    status: "EVENT_SUCCESS",
    eventName: "logbook_search",
    webhookId: "/b24/activity/logbook_search",
    input: '{"code":"logbook_search"}',
    message: "Stored.",
    ...overrides,
  };
}

describe("recording an event", () => {
  let bed: TestDb;

  beforeAll(async () => {
    bed = await createTestDb();
  });

  async function newPortal() {
    const { portal } = await makePortal(bed.db);
    return testPortalCtx(bed.db, { portalId: portal.id });
  }

  test("writes all of it under the portal", async () => {
    const ctx = await newPortal();
    const runId = randomUUID();
    const input = event({ runId, warnings: ["late"], errors: ["text: is missing"] });

    await noteEvent(ctx, input);

    const rows = await bed.db.processingEvent.findMany({ where: { portalId: ctx.portalId } });
    const { thing, startedAt, runId: run, ...rest } = input;
    expect(rows).toEqual([
      { ...rest, portalId: ctx.portalId, at: startedAt, run, id: expect.any(String) as string },
    ]);
    expect(rows[0]?.id).not.toContain(thing);
  });

  test("keeps the same thing once, also when it is told with another end", async () => {
    const ctx = await newPortal();
    const input = event();

    await noteEvent(ctx, input);
    await noteEvent(ctx, { ...input, status: "EVENT_DUPLICATE", responseMs: 40 });
    await noteEvent(ctx, { ...input, thing: "another" });

    const rows = await bed.db.processingEvent.findMany({ where: { portalId: ctx.portalId } });
    expect(rows.map(({ status }) => status)).toEqual(["EVENT_SUCCESS", "EVENT_SUCCESS"]);
  });

  test("has an id that tells the moment", async () => {
    const ctx = await newPortal();
    const startedAt = new Date(Date.now() - 5_000);

    await noteEvent(ctx, event({ startedAt }));

    const row = await bed.db.processingEvent.findFirstOrThrow({
      where: { portalId: ctx.portalId },
    });
    expect(parseInt(row.id.replaceAll("-", "").slice(0, 12), 16)).toBe(startedAt.getTime());
  });

  test("takes a moment that cannot be for the present day", async () => {
    const ctx = await newPortal();

    await noteEvent(ctx, event({ startedAt: new Date("2001-01-01T00:00:00Z") }));

    const row = await bed.db.processingEvent.findFirstOrThrow({
      where: { portalId: ctx.portalId },
    });
    expect(Date.now() - row.at.getTime()).toBeLessThan(2 * 86_400_000);
    expect(row.at.toISOString()).toMatch(/T00:00:00\.000Z$/);
  });

  test("writes texts that the database would not take as they are", async () => {
    const ctx = await newPortal();

    await noteEvent(ctx, event({ message: "a\0b\ud800c", eventName: "x".repeat(5_000) }));

    const row = await bed.db.processingEvent.findFirstOrThrow({
      where: { portalId: ctx.portalId },
    });
    expect(row.message).toBe("a\ufffdb\ufffdc");
    expect(row.eventName).toHaveLength(200);
  });

  test("keeps nothing of a portal that is gone", async () => {
    const ctx = testPortalCtx(bed.db, { portalId: 987_654_321n });

    await noteEvent(ctx, event());

    expect(await bed.db.processingEvent.count({ where: { portalId: ctx.portalId } })).toBe(0);
  });
});

describe("the care of the processing log", () => {
  test("makes months ahead and drops whole months that are over", async () => {
    const { db } = await createTestDb();
    await db.$executeRaw`CREATE TABLE processing_event_202401 PARTITION OF processing_event
      FOR VALUES FROM ('2024-01-01T00:00:00Z') TO ('2024-02-01T00:00:00Z')`;
    const { portal } = await makePortal(db);
    const ctx = testPortalCtx(db, { portalId: portal.id });

    await keepEvents(ctx);
    await keepEvents(ctx);

    const parts = await db.$queryRaw<{ name: string }[]>`
      SELECT inhrelid::regclass::text AS name FROM pg_inherits
      WHERE inhparent = 'processing_event'::regclass ORDER BY 1`;
    const names = parts.map(({ name }) => name);
    expect(names.filter((name) => /_\d{6}$/.test(name))).toHaveLength(5);
    expect(names).toContain("processing_event_default");
    expect(names).not.toContain("processing_event_202401");
  });

  test("records without a month's partition, and moves there what was recorded", async () => {
    const { db } = await createTestDb();
    const { portal } = await makePortal(db);
    const ctx = testPortalCtx(db, { portalId: portal.id });
    const month = new Date().toISOString().slice(0, 7).replace("-", "");
    await db.$executeRawUnsafe(`DROP TABLE processing_event_${month}`);
    const where = async () =>
      db.$queryRaw<
        { part: string }[]
      >`SELECT tableoid::regclass::text AS part FROM processing_event`;

    await noteEvent(ctx, event({ startedAt: new Date() }));
    const before = await where();
    await keepEvents(ctx);

    expect(before).toEqual([{ part: "processing_event_default" }]);
    expect(await where()).toEqual([{ part: `processing_event_${month}` }]);
  });
});
