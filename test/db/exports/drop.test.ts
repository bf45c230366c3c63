import { beforeAll, describe, expect, test } from "vitest";
import {
  cancelExport,
  createExport,
  deleteExport,
  dropExpiredExports,
  getExport,
  writeJob,
} from "../../../lib/exports/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { cleanPortal } from "../../../lib/portals/index.ts";
import { createTestDb } from "../../support/index.ts";
import { shift } from "../archive/keep/bed.ts";
import { makeArchive } from "./bed.ts";

const { db } = await createTestDb();
const LATER = "2026-11-29T12:00:00Z";
let made = 0;

// As for a gibibyte: more than 32 pieces in one statement take too long. A broken piece is never deleted.
beforeAll(async () => {
  await db.$executeRaw`CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT count(*) > 32 OR bool_or(bytes = 'broken') FROM gone) THEN
        RAISE EXCEPTION 'too long' USING ERRCODE = '57014';
      END IF;
      RETURN NULL;
    END $$`;
  await db.$executeRaw`CREATE TRIGGER refuse_many AFTER DELETE ON export_chunk
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()`;
});

/** An export that was written so far. */
async function start(ctx: PortalCtx, bytes = "whole", pieces = 70): Promise<string> {
  made += 1;
  const idempotencyKey = `key-of-drop-${made}`;
  const { id } = await createExport(ctx, { request: { format: "csv" }, idempotencyKey });
  await db.exportChunk.createMany({
    data: Array.from({ length: pieces }, (_, number) => ({
      ...{ exportId: id, portalId: ctx.portalId, number, startByte: number },
      bytes: Buffer.from(bytes),
    })),
  });
  await db.exportJob.update({ where: { id }, data: { parts: pieces, state: "running" } });
  return id;
}

const piecesOf = async (exportId: string) => db.exportChunk.count({ where: { exportId } });
const mend = async (exportId: string) =>
  db.exportChunk.updateMany({ where: { exportId }, data: { bytes: Buffer.from("mended") } });

async function giveUp(ctx: PortalCtx, exportId: string): Promise<void> {
  const payload = { portalId: String(ctx.portalId), exportId };
  await writeJob().onGiveUp(ctx, payload, new Error("given up"));
}

describe("a large file", () => {
  test("is deleted piece by piece when it is cancelled, fails, is deleted or is over", async () => {
    const ctx = await makeArchive(db);
    const [cancelled, failed] = [await start(ctx), await start(ctx)];
    const [deleted, over] = [await start(await makeArchive(db)), await start(ctx)];
    const { portalId } = await db.exportJob.findUniqueOrThrow({ where: { id: deleted } });

    await cancelExport(ctx, { id: cancelled });
    await giveUp(ctx, failed);
    await deleteExport({ ...ctx, portalId }, { id: deleted });
    const before = await Promise.all([cancelled, failed, deleted, over].map(piecesOf));
    await dropExpiredExports(shift(ctx, LATER));

    expect(before).toEqual([0, 0, 0, 70]);
    expect(await piecesOf(over)).toBe(0);
    expect(await db.exportJob.count()).toBe(0);
  });

  test("of a removed portal is deleted piece by piece", async () => {
    const ctx = await makeArchive(db);
    const id = await start(ctx);
    const data = { state: "removed", cleanAfter: new Date(0) };
    await db.portal.update({ where: { id: ctx.portalId }, data });

    await cleanPortal(ctx);

    expect(await piecesOf(id)).toBe(0);
  });

  test("that cannot be deleted has failed all the same, and goes when it can be", async () => {
    const ctx = await makeArchive(db);
    const [failed, cancelled] = [await start(ctx, "broken"), await start(ctx, "broken")];

    await giveUp(ctx, failed);
    await cancelExport(ctx, { id: cancelled });

    expect((await getExport(ctx, { id: failed })).state).toBe("failed");
    expect((await getExport(ctx, { id: cancelled })).state).toBe("cancelled");
    expect(await piecesOf(failed)).toBe(70);
    await mend(failed);
    await dropExpiredExports(ctx);
    expect(await piecesOf(failed)).toBe(0);
    expect(await piecesOf(cancelled)).toBe(70);
  });

  test("that cannot be deleted keeps neither later ones nor tickets, and is not shown", async () => {
    const ctx = await makeArchive(db);
    const [broken, whole] = [await start(ctx, "broken"), await start(ctx)];
    const gone = await start(ctx, "broken");
    const id = crypto.randomUUID();
    const expiresAt = ctx.now();
    await db.usedTicket.create({ data: { id, portalId: ctx.portalId, expiresAt } });
    await deleteExport(ctx, { id: gone });

    await dropExpiredExports(shift(ctx, LATER));

    await expect(getExport(ctx, { id: gone })).rejects.toMatchObject({ code: "not_found" });
    expect(await piecesOf(broken)).toBe(70);
    expect(await db.exportJob.count({ where: { id: whole } })).toBe(0);
    expect(await db.usedTicket.count({ where: { id } })).toBe(0);
  });
});
