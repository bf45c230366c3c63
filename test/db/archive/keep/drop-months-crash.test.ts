import { describe, expect, test } from "vitest";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { listGone } from "../../../../lib/archive/keep/list-leaves.ts";
import { readRecorded } from "../../../../lib/archive/keep/recorded.ts";
import { createTestDb } from "../../../support/index.ts";
import { shift } from "./bed.ts";
import { startKeeping } from "./keep-process.ts";
import {
  appendMixed,
  countedOf,
  dropAllAfterEach,
  makeMixed,
  verifyLater,
} from "./mixed-months.ts";

const { db, url } = await createTestDb();
const { signal } = new AbortController();
const mixed = async (month: string, count?: number) => makeMixed(db, { month, count });

dropAllAfterEach(db);

describe("a keeper that is stopped", () => {
  test("goes on behind the numbers that are recorded", async () => {
    const one = await mixed("2026-03", 60);
    const two = await mixed("2026-03", 60);
    const now = "2026-05-01T00:00:00Z";
    await startKeeping({ url, now, faultPoint: "archive-numbers-recorded:kill" });
    const [leaf] = await listGone(db);
    if (leaf === undefined) throw new Error("No month is on its way out.");
    const recorded = await readRecorded(db, leaf);
    // Were these numbers read once more, they would be missed.
    await db.$executeRawUnsafe(
      `DELETE FROM ${leaf.table} WHERE portal_id = ${recorded.portalId} AND seq <= ${recorded.seq}`,
    );
    await dropMonths(shift(one, now), { signal });

    expect(recorded.portalId).toBe(one.portalId);
    expect(recorded.seq).toBe(60n);
    for (const ctx of [one, two]) {
      expect(await verifyLater(ctx)).toMatchObject({ ok: true, checked: 20, removed: 40 });
      expect((await countedOf(ctx))["1"]).toBeUndefined();
    }
  });
});

describe("a keeper that is killed", () => {
  test.each(["archive-month-detached", "archive-numbers-recorded", "archive-month-recorded"])(
    "at %s leaves a chain that holds, and the next one finishes",
    async (point) => {
      const ctx = await mixed("2026-03");
      const now = "2026-05-01T00:00:00Z";

      const ended = await startKeeping({ url, now, faultPoint: `${point}:kill` });
      const between = await verifyLater(ctx);
      const left = await listGone(db);
      // A late entry of that month gets a partition of its own again.
      await appendMixed(ctx, { month: "2026-03", first: 900, count: 2 });
      await dropMonths(shift(ctx, now), { signal });

      expect(ended).toBe("SIGKILL");
      expect(between).toMatchObject({ ok: true, checked: 100, removed: 200 });
      expect(left).toHaveLength(1);
      expect(await listGone(db)).toEqual([]);
      expect(await verifyLater(ctx)).toMatchObject({ ok: true, checked: 101, removed: 201 });
      expect((await countedOf(ctx))["1"]).toBeUndefined();
    },
  );
});
