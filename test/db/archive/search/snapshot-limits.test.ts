import { afterAll, expect, onTestFinished, test } from "vitest";
import { limitSnapshots } from "../../../../lib/archive/index.ts";
import { inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { SNAPSHOT_LIMITS } from "../../../../lib/web/snapshot-limits.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../../support/index.ts";

const { db } = await createTestDb({ maxConnections: 12 });
limitSnapshots(SNAPSHOT_LIMITS);
afterAll(() => {
  limitSnapshots({ total: 1_000, perPortal: 1_000 });
});

test("a web process searches eight times at once, five of them for one portal, and answers others meanwhile", async () => {
  const portals = await Promise.all([1, 2, 3].map(async () => (await makePortal(db)).portal.id));
  const inside = new Map<bigint, number>();
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  onTestFinished(() => {
    end(undefined);
  });
  const search = (portalId: bigint, patienceMs: number) =>
    inSnapshot(testPortalCtx(db, { portalId }), { patienceMs }, async () => {
      inside.set(portalId, (inside.get(portalId) ?? 0) + 1);
      await ended;
    });
  const [first = 0n, second = 0n, third = 0n] = portals;
  const begun = [first, first, first, first, first, second, second, second];
  const long = begun.map((portalId) => search(portalId, 60_000));
  await expect.poll(() => [...inside.values()]).toEqual([5, 3]);

  const refused = await Promise.allSettled([search(first, 10), search(third, 10)]);
  const others = await db.$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
  const waiting = search(third, 60_000);
  end(undefined);
  await Promise.all([...long, waiting]);

  for (const one of refused) {
    expect(one).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  }
  expect(others).toEqual([{ one: 1 }]);
  expect(inside.get(third)).toBe(1);
});
