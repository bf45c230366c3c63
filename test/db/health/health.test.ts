import { describe, expect, test } from "vitest";
import { openDb } from "../../../lib/db/index.ts";
import { beat, forgetWorkers, getHealth, getMetrics } from "../../../lib/health/index.ts";
import { enqueue } from "../../../lib/queue/index.ts";
import { settleRun } from "../../../lib/runs/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { makeCtx, makeRun } from "../runs/bed.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);

describe("getHealth", () => {
  test("is degraded without a worker and well with one", async () => {
    const before = await getHealth(ctx);
    await beat(db, { id: "w1", host: "h", pid: 1 });
    const after = await getHealth(ctx);
    await forgetWorkers(db, { id: "w1" });

    expect(before.status).toBe("degraded");
    expect(before.checks.filter(({ isOk }) => !isOk)).toMatchObject([{ name: "worker", value: 0 }]);
    expect(after).toMatchObject({ status: "ok" });
    expect(await db.workerHeartbeat.count()).toBe(0);
  });

  test("names what waits too long", async () => {
    await beat(db, { id: "w2", host: "h", pid: 1 });
    const portal = await makeCtx(db);
    const key = await makeRun(portal);
    await db.run.updateMany({ where: { id: key.runId }, data: { deadlineAt: new Date(0) } });
    await settleRun(portal, {
      ...(await makeRun(portal)),
      outcome: "success",
      message: "x",
      by: "work",
    });
    await db.portalLane.updateMany({ data: { dueAt: new Date(Date.now() - 60_000) } });
    await enqueue(db, "portal.setup", { portalId: "1" });
    await db.$executeRaw`UPDATE pgboss.job SET start_after = now() - interval '2 minutes'`;

    const { status, checks } = await getHealth(ctx);

    expect(status).toBe("degraded");
    expect(checks.filter(({ isOk }) => !isOk).map(({ name }) => name)).toEqual([
      "queue",
      "lanes",
      "runs",
    ]);
  });

  test("gives long logs a quarter of an hour to be copied", async () => {
    await db.$executeRaw`DELETE FROM pgboss.job`;
    await enqueue(db, "archive.copy", { portalId: "1" });
    const waitFor = async (minutes: number) => {
      await db.$executeRaw`UPDATE pgboss.job SET start_after = now() - make_interval(mins => ${minutes})`;
      return (await getHealth(ctx)).checks.find(({ name }) => name === "archive")?.isOk;
    };

    expect([await waitFor(14), await waitFor(16)]).toEqual([true, false]);
  });

  test("stays well when one portal lost its access: that is its administrator's to mend", async () => {
    await db.$executeRaw`DELETE FROM pgboss.job`;
    await db.run.deleteMany();
    await db.portalLane.deleteMany();
    await beat(db, { id: "w3", host: "h", pid: 1 });
    const { portalId } = await makeCtx(db);
    await db.portal.update({ where: { id: portalId }, data: { state: "auth_lost" } });

    const { status } = await getHealth(ctx);
    const metrics = await getMetrics(ctx);

    expect(status).toBe("ok");
    expect(metrics).toContain("logbook_portals_auth_lost 1");
  });

  test("is down without the database", async () => {
    const nowhere = openDb({ url: "postgresql://nobody@127.0.0.1:1/none" });

    const away = await getHealth(testCtx(nowhere.db));
    await nowhere.close();

    expect(away).toMatchObject({ status: "down", checks: [{ name: "database", isOk: false }] });
  });
});

describe("getMetrics", () => {
  test("gives every measure in the text format", async () => {
    await enqueue(db, "portal.setup", { portalId: "2" });
    const text = await getMetrics(ctx, { spoolBytes: 12, restLogWaiting: 3 });

    expect(text).toContain("\nlogbook_spool_bytes 12\n");
    expect(text).toContain("\nlogbook_rest_log_waiting 3\n");
    expect(text).toMatch(
      /^# HELP logbook_workers .+\n# TYPE logbook_workers gauge\nlogbook_workers \d/,
    );
    expect(text).toContain('logbook_queue_waiting{topic="portal.setup"} 1');
    expect(text.endsWith("\n")).toBe(true);
    for (const line of text.trim().split("\n")) {
      expect(line).toMatch(/^(#|logbook_[a-z_]+(\{topic="[a-z.]+"\})? -?[\d.e-]+$)/);
    }
  });
});
