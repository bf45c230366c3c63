import { describe, expect, test } from "vitest";
import { appendEntries } from "../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { Db, RootDb } from "../../../lib/db/index.ts";
import { cleanPortal, cleanPortals, portalCtx } from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { scanDatabase } from "../../support/scan-database.ts";
import { fillPortal, makeEntry } from "./fill-portal.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const HOUR_MS = 3_600_000;
const OLD = "2025-02-03T10:00:00+00:00";
const fill = async () => fillPortal(ctx);

async function remove({ portalId }: PortalCtx, cleanAfter: Date | null): Promise<void> {
  const data = { state: "removed", removedAt: new Date(), cleanAfter };
  await db.portal.update({ where: { id: portalId }, data });
}

const past = () => new Date(Date.now() - 1_000);

/**
 * A database whose transactions end the process, so to say: the one of this number, before or after it is done. Those
 * that delete nothing do not count: they leave what the one before them left.
 */
function dyingDb(number: number, when: "before" | "after"): RootDb {
  let count = 0;
  const transaction = async (work: (tx: Db) => Promise<unknown>): Promise<unknown> => {
    let isLast = false;
    const done = await db.$transaction(async (tx) => {
      const result = await work(tx);
      if (result !== 0) isLast = (count += 1) === number;
      if (isLast && when === "before") throw new Error("killed");
      return result;
    });
    if (isLast) throw new Error("killed");
    return done;
  };
  return new Proxy(db, {
    get: (target, name) =>
      name === "$transaction" ? transaction : (Reflect.get(target, name) as unknown),
  });
}

describe("cleaning a removed portal", () => {
  test("leaves nothing of it in any table, and everything of another portal", async () => {
    const gone = await fill();
    const other = await fill();
    const before = await scanDatabase(db, gone.traces);
    const otherBefore = await scanDatabase(db, other.traces);
    await remove(gone.scoped, past());

    const cleaned = await cleanPortals(ctx);

    const parents = Object.keys(before).map((name) => name.replace(/_\d{6,8}$/, ""));
    expect(new Set(parents)).toEqual(
      new Set([
        ...["archive_check", "archive_copy", "archive_head", "archive_index", "archive_setting"],
        "archive_seen",
        ...[
          "archive_span",
          "entry_block",
          "entry_removed",
          "entry_segment",
          "entry_tally",
          "entry_text",
        ],
        ...["entry_gone_k1_2020_01", "entry_k36_2026_11", "entry_k6_2026_11", "user_name"],
        ...["outbox", "pgboss.job_common", "portal", "portal_admin", "portal_lane"],
        ...["portal_method", "portal_user", "rest_call", "run", "run_event", "session"],
        ...["user_setting", "api_token", "reader", "reading", "processing_event"],
      ]),
    );
    expect(cleaned).toBe(1);
    expect(await scanDatabase(db, gone.traces)).toEqual({});
    expect(await scanDatabase(db, other.traces)).toEqual(otherBefore);
  });

  test("waits for the grace, and never touches a portal that is not removed or was not to be cleaned", async () => {
    const early = await fill();
    await remove(early.scoped, new Date(Date.now() + HOUR_MS));
    const kept = await fill();
    await remove(kept.scoped, null);
    const alive = await fill();
    const { portalId: id } = alive.scoped;
    await db.portal.update({ where: { id }, data: { state: "suspended", cleanAfter: past() } });
    const all = [early, kept, alive];
    const before = await Promise.all(all.map(async ({ traces }) => scanDatabase(db, traces)));

    const cleaned = await cleanPortals(ctx);
    const byHand = await Promise.all(all.map(async ({ scoped }) => cleanPortal(scoped)));
    const after = await Promise.all(all.map(async ({ traces }) => scanDatabase(db, traces)));
    const later = await cleanPortals({ ...ctx, now: () => new Date(Date.now() + 2 * HOUR_MS) });

    expect([cleaned, ...byHand]).toEqual([0, false, false, false]);
    expect(after).toEqual(before);
    expect(later).toBe(1);
    expect(await scanDatabase(db, early.traces)).toEqual({});
  });

  test.each(["before", "after"] as const)(
    "finishes what a crash %s any of its commits left",
    async (when) => {
      const other = await fill();
      const otherBefore = await scanDatabase(db, other.traces);
      let number = 1;
      for (; ; number += 1) {
        const { scoped, traces } = await fill();
        await remove(scoped, past());

        const first = await cleanPortal({ ...scoped, db: dyingDb(number, when) }).catch(
          () => "killed",
        );
        await cleanPortals(ctx);

        expect(await scanDatabase(db, traces)).toEqual({});
        if (first === true) break;
      }
      expect(number).toBeGreaterThan(Object.keys(otherBefore).length / 2);
      expect(await scanDatabase(db, other.traces)).toEqual(otherBefore);
    },
  );

  test("stops when the portal is installed again in between", async () => {
    const { scoped } = await fill();
    await remove(scoped, past());
    const { portalId: id } = scoped;
    await expect(cleanPortal({ ...scoped, db: dyingDb(3, "after") })).rejects.toThrow("killed");

    await db.portal.update({ where: { id }, data: { state: "active", cleanAfter: null } });
    const isClean = await cleanPortal(scoped);

    expect(isClean).toBe(false);
    expect(await db.portal.count({ where: { id } })).toBe(1);
    expect(await db.portalUser.count({ where: { portalId: id } })).toBe(1);
  });

  test("takes more entries than one batch does, and those that an append brings at the last moment", async () => {
    const { scoped, traces } = await fill();
    const { portalId } = scoped;
    await db.$executeRaw`
      INSERT INTO entry (portal_id, seq, at, severity_id, type_id, module_id, keep, source, item, hash)
      SELECT ${portalId}, n, '2026-11-02', 1, 2, 3, 36, 1, '', '' FROM generate_series(100, 25000) n`;
    await remove(scoped, past());
    const late = new Proxy(db, {
      get: (target, name) => {
        if (name !== "$transaction") return Reflect.get(target, name) as unknown;
        return async (work: (tx: Db) => Promise<unknown>) => {
          const left = await db.entry.count({ where: { portalId } });
          const rows = [makeEntry(7, portalId), { ...makeEntry(8, portalId), timestampX: OLD }];
          if (left === 0) await appendEntries(portalCtx(ctx, portalId), { epoch: 1, rows });
          return db.$transaction(work);
        };
      },
    });

    expect(await cleanPortal({ ...scoped, db: late })).toBe(true);
    expect(await scanDatabase(db, traces)).toEqual({});
  });

  test("goes through more runs and rows than one batch takes", async () => {
    const { scoped, traces } = await fill();
    await db.$executeRaw`
      INSERT INTO run (id, called_at, portal_id, token_hash, step_code, registered_code, workflow_id,
        document_id, document_type, properties, is_waiting, timeout_seconds, deadline_at)
      SELECT gen_random_uuid(), now(), ${scoped.portalId}, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'example',
        'example', '1', '{}', '{}', '{}', true, 0, now() FROM generate_series(1, 450) n`;
    await db.$executeRaw`
      INSERT INTO run_event (called_at, portal_id, run_id, kind)
      SELECT called_at, portal_id, id, 'received' FROM run, generate_series(1, 12)
      WHERE portal_id = ${scoped.portalId}`;
    await remove(scoped, past());

    expect(await cleanPortal(scoped)).toBe(true);
    expect(await scanDatabase(db, traces)).toEqual({});
  });
});
