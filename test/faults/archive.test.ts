import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { verifyChain } from "../../lib/archive/index.ts";
import { openDb } from "../../lib/db/index.ts";
import type { Portal } from "../portal/index.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { until } from "../support/until.ts";
import { openFaultBed } from "./bed.ts";

const bed = await openFaultBed({ workers: 2 });
const { db, close } = openDb({ url: bed.database.url, maxConnections: 3 });

afterAll(async () => {
  await close();
  await bed.stop();
});

async function idOf({ memberId }: Portal): Promise<bigint> {
  return (await db.portal.findUniqueOrThrow({ where: { memberId } })).id;
}

async function countOf(portalId: bigint): Promise<number> {
  const [row] = await bed.sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM entry WHERE portal_id = $1 AND source = 0",
    [portalId],
  );
  return row?.count ?? 0;
}

/** Until all is loaded that the portal has; then its entries and ours are compared one by one. */
async function expectSame(portal: Portal, portalId: bigint): Promise<void> {
  const { rows } = portal.eventLog;
  await until(async () => (await countOf(portalId)) >= rows.length, {
    timeoutMs: 120_000,
    what: `${rows.length} entries`,
  });
  const spans = await bed.sql(
    `SELECT state, low_id::float8 AS low, high_id::float8 AS high FROM archive_span
      WHERE portal_id = $1 ORDER BY low_id`,
    [portalId],
  );
  const stored = await bed.sql<{ id: number }>(
    `SELECT portal_entry_id::float8 AS id FROM entry
      WHERE portal_id = $1 AND source = 0 ORDER BY portal_entry_id`,
    [portalId],
  );
  expect(stored.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(spans).toEqual([{ state: "loaded", low: rows[0]?.id, high: rows.at(-1)?.id }]);
  expect(await verifyChain(testPortalCtx(db, { portalId }))).toMatchObject({
    ...{ ok: true, checked: rows.length },
  });
}

describe("the archive of a portal whose log grows, with rows that appear late", () => {
  test("has every entry once although workers, portal and database fail while it is copied", async () => {
    const portal = await bed.addPortal(15_000);
    portal.settings.lateRows = { every: 9, delayMs: 1_500 };
    portal.eventLog.setRate(15);
    const portalId = await idOf(portal);
    const match = { kind: "rest3" as const, memberId: portal.memberId };

    await until(async () => (await countOf(portalId)) > 0);
    for (const [place, worker] of [...bed.workers, ...bed.workers].entries()) {
      bed.cloud.faults.add([
        { match, times: 1, action: { dropAfter: true } },
        { match, times: 1, action: { dropBefore: true } },
        { match, times: 1, action: { status: 502 } },
      ]);
      await worker.kill();
      if (place === 1) {
        bed.databaseLink.set("down");
        await pause(2_000);
        bed.databaseLink.set("up");
      }
      await until(async () => worker.start(), { timeoutMs: 120_000 });
    }
    bed.cloud.faults.clear();
    portal.eventLog.setRate(0);
    await until(() => portal.eventLog.hidden === 0, { what: "the last rows" });

    await expectSame(portal, portalId);
    expect(bed.cloud.journal.violations).toEqual([]);
  });
});
