import { expect, test } from "vitest";
import { count, observeSeconds, takeCounts } from "../../../lib/counts.ts";
import { getMetrics, keepCounts } from "../../../lib/health/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);

test("counts of several rounds and processes add up and only grow", async () => {
  takeCounts();
  count("runs_settled_total", { outcome: "success" }, 2);
  observeSeconds("portal_call_seconds", { api: "v2" }, 0.2);
  await keepCounts(db);
  count("runs_settled_total", { outcome: "success" });
  await Promise.all([keepCounts(db), keepCounts(db)]);

  const text = await getMetrics(ctx);

  expect(text).toContain('logbook_runs_settled_total{outcome="success"} 3');
  expect(text).toContain('logbook_portal_call_seconds_bucket{api="v2",le="0.25"} 1');
  expect(text).toContain('logbook_portal_call_seconds_count{api="v2"} 1');
  expect(text).not.toContain('le="0.1"} 1');
});

test("what could not be written down is counted the next time", async () => {
  takeCounts();
  count("refreshes_total", { result: "ok" });
  const broken = { $executeRaw: () => Promise.reject(new Error("away")) };

  await expect(keepCounts(broken as never)).rejects.toThrow("away");
  await keepCounts(db);

  expect(await getMetrics(ctx)).toContain('logbook_refreshes_total{result="ok"} 1');
});
