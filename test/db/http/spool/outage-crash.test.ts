import { statSync, truncateSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stepCall } from "../../../support/doors.ts";
import { makePortal, until } from "../../../support/index.ts";
import { PATH, startOutageBed } from "./outage-bed.ts";

const { server, open, callFiles, linesOnDisk, withDb, countRuns, untilStored } =
  await startOutageBed();

describe("a step's call while the database is away", () => {
  test("survives the death of its process; a line that was torn then is skipped", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const first = await open();
    const calls = Array.from({ length: 5 }, () => stepCall(made));
    await server.stop();
    for (const call of calls) expect((await first.post(PATH, call)).status).toBe(200);
    await first.kill();
    const [path = ""] = callFiles();
    truncateSync(path, statSync(path).size - 40);
    await server.start();

    await open();
    await untilStored(calls.slice(0, 4));

    expect(await countRuns(calls[4] ?? {})).toBe(0);
  });

  test("killed while it keeps many calls, a process loses none that it had acknowledged", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const first = await open();
    await server.stop();
    const acknowledged: Record<string, string>[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      for (;;) {
        const call = stepCall(made);
        const status = await first.post(PATH, call).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status !== 200) return;
        acknowledged.push(call);
      }
    });
    await until(() => acknowledged.length > 100);
    await first.kill();
    await Promise.all(clients);
    await server.start();

    await open();
    await untilStored(acknowledged);
    const total = await withDb(async (db) => db.run.count({ where: { portalId: made.portal.id } }));

    expect(total).toBeGreaterThanOrEqual(acknowledged.length);
    expect(total).toBeLessThanOrEqual(acknowledged.length + clients.length);
  });

  test("two processes on one folder keep apart, and one takes over what the other left", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const [left, right] = [await open(), await open()];
    const calls = Array.from({ length: 12 }, () => stepCall(made));
    await server.stop();
    const statuses = await Promise.all(
      calls.map(async (call, index) => (await (index % 2 ? left : right).post(PATH, call)).status),
    );
    const files = callFiles().length;
    const lines = linesOnDisk();
    await left.kill();
    await server.start();

    await untilStored(calls);
    const jobs = await withDb(async (db) => {
      const runs = await db.run.findMany({ where: { portalId: made.portal.id } });
      const ids = runs.map(({ id }) => id);
      return db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pgboss.job WHERE data->>'runId' = ANY(${ids})`;
    });

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(files).toBe(2);
    expect(lines).toBe(12);
    expect(jobs).toEqual([{ count: 12 }]);
  });
});
