import { describe, expect, test } from "vitest";
import { copyPortal } from "../../../lib/archive/index.ts";
import { getRun } from "../../../lib/runs/index.ts";
import { changeReading, startStep } from "../../../lib/steps/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { until } from "../../support/until.ts";
import { attempt, formOf, makeStepBed, search, seqs, type StepBed } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const HOUR = 3_600;
const now = (): number => Math.floor(Date.now() / 1_000);

async function arrange(entries = 0): Promise<StepBed> {
  return makeStepBed({ db, cloud }, { entries });
}

/** So many entries, one a minute, the newest a minute ago. */
function fill({ portal }: StepBed, count: number) {
  const newest = now() - 60;
  const rows = Array.from({ length: count }, (_, index) => ({
    at: newest - 60 * (count - 1 - index),
    auditTypeId: index % 10 === 0 ? "USER_LOGIN" : "USER_LOGOUT",
    itemId: `n${index}`,
  }));
  return portal.eventLog.appendRows(rows);
}

const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString();

describe("a search of the archive", () => {
  test("joins its query with the other properties", async () => {
    const bed = await arrange();
    const rows = bed.portal.eventLog.appendRows([
      { auditTypeId: "USER_LOGIN", remoteAddr: "10.1.2.3", itemId: "anna" },
      { auditTypeId: "USER_LOGIN", remoteAddr: "203.0.113.7", itemId: "anna" },
      { auditTypeId: "USER_LOGOUT", remoteAddr: "10.1.2.3", itemId: "anna" },
      { auditTypeId: "USER_LOGIN", remoteAddr: "10.1.2.3", itemId: "ben" },
    ]);

    const { values } = await search(bed, {
      query: "ip:private (item:anna OR type:NOTHING)",
      event_types: ["USER_LOGIN"],
      text: "ANN",
    });

    expect(values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[0]]));
  });

  test("sees no more than the administrators let processes see", async () => {
    const bed = await arrange();
    const rows = bed.portal.eventLog.appendRows([
      { auditTypeId: "USER_LOGIN", itemId: "one" },
      { auditTypeId: "USER_PASSWORD_CHANGED", itemId: "two" },
    ]);
    await changeReading(bed.ctx, { stepsQuery: " type:USER_LOGIN OR type:USER_LOGOUT " });

    const all = await search(bed, {});
    const sly = await search(bed, { query: "type:USER_PASSWORD_CHANGED OR item:*" });

    expect(all.values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[0]]));
    expect(sly.values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[0]]));
  });

  test("is refused while what limits it cannot be understood", async () => {
    const bed = await arrange(1);
    await db.portal.update({ where: { id: bed.ctx.portalId }, data: { stepsQuery: "type:" } });

    const { values } = await search(bed, {});

    expect(values).toMatchObject({
      status: "error",
      message: expect.stringMatching(/an administrator has to correct it/) as string,
    });
  });

  test("counts relative times of its query from its call", async () => {
    const bed = await arrange();
    const calledAt = Date.now() - 8 * 60_000;
    const at = (minutes: number): number => Math.floor(calledAt / 1_000) + 60 * minutes;
    const rows = bed.portal.eventLog.appendRows([{ at: at(-20) }, { at: at(-5) }]);

    const { values } = await search(bed, { query: "time:>now-10m" }, { at: calledAt });

    expect(values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[1]]));
  });

  test("means days of its query in the portal's zone", async () => {
    const bed = await arrange();
    const at = (text: string): number => Date.parse(text) / 1_000;
    const rows = bed.portal.eventLog.appendRows([
      { at: at("2026-08-31T20:59:59Z") },
      { at: at("2026-08-31T21:00:00Z") },
      { at: at("2026-09-01T21:00:00Z") },
    ]);
    const month = { period: "custom", from: "2026-08-01T00:00:00Z" };

    const { values } = await search(bed, { ...month, query: "time:2026-09-01" });

    expect(values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[1]]));
  });

  test("goes beside others of the same portal, which read its log once together or one by one", async () => {
    const bed = await arrange();
    bed.portal.eventLog.appendRows([{ auditTypeId: "USER_LOGIN" }]);

    const found = await Promise.all([1, 2, 3].map(() => search(bed, { query: "type:USER_LOGIN" })));

    expect(found.map(({ values }) => values["count"])).toEqual([1, 1, 1]);
  });

  test("waits until the log is loaded, tells how far it is, and then counts everything", async () => {
    const bed = await arrange();
    const rows = fill(bed, 2_600);

    const searching = search(bed, {
      period: "custom",
      from: iso(now() - 48 * HOUR),
      event_types: "USER_LOGIN",
      limit: "2",
    });
    const isWaiting = async () =>
      (await db.outbox.findMany({ where: { portalId: bed.ctx.portalId } })).length > 1;
    await until(isWaiting);
    while ((await copyPortal(bed.ctx, { sliceMs: 20_000 })).isMore);
    const { values, lines } = await searching;

    expect(lines[1]).toMatch(/^the log is still being loaded, \d+ %$/);
    expect(values).toMatchObject({
      count: 260,
      entry_ids: await seqs(bed.ctx, [rows[2_590], rows[2_580]]),
      message: expect.stringMatching(/^260 entries found\. The log is known from /) as string,
    });
  });

  test("has what lies far back loaded ahead of its turn", async () => {
    const bed = await arrange();
    const rows = fill(bed, 2_600);
    const oldest = rows[30]?.at ?? 0;

    const { values } = await search(bed, {
      period: "custom",
      from: iso(oldest),
      to: iso(oldest + 10 * 60),
    });

    expect(values).toMatchObject({ count: 10, message: "10 entries found." });
  });

  test("waits while the portal is only said to be removed, and goes on when it proves alive", async () => {
    const bed = await arrange();
    const rows = bed.portal.eventLog.appendRows([{ auditTypeId: "USER_LOGIN" }]);
    const portal = { where: { id: bed.ctx.portalId } };
    await db.portal.update({ ...portal, data: { state: "suspended" } });
    const call = formOf(bed.portal, { query: "type:USER_LOGIN" });
    const { runId } = await startStep(bed.ctx, { code: "logbook_search", call });

    await expect(attempt(bed, runId)).rejects.toMatchObject({ code: "portal_removed" });
    const during = await getRun(bed.ctx, { runId });
    await db.portal.update({ ...portal, data: { state: "active" } });
    const after = await attempt(bed, runId);

    expect(during.run.outcome).toBeNull();
    expect(after.values["entry_ids"]).toEqual(await seqs(bed.ctx, rows));
  });

  test("of a time that is loaded does not need the portal", async () => {
    const bed = await arrange();
    const rows = bed.portal.eventLog.appendRows([{ at: now() - 2 * HOUR }, { at: now() }]);
    await search(bed, {});
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, action: { error: "OVERLOAD_LIMIT" } }]);

    const range = { period: "custom", from: iso(now() - 3 * HOUR), to: iso(now() - HOUR) };
    const { values } = await search(bed, range);
    cloud.faults.clear();

    expect(values["entry_ids"]).toEqual(await seqs(bed.ctx, [rows[0]]));
  });

  test("never says that nothing is there where entries are missing", async () => {
    const bed = await arrange();
    const rows = bed.portal.eventLog.appendRows(
      [5, 4, 4, 1].map((hours) => ({ at: now() - hours * HOUR })),
    );
    await search(bed, {});
    const [low, , , high] = rows.map(({ id }) => BigInt(id));
    const at = (row: (typeof rows)[number] | undefined) => new Date((row?.at ?? 0) * 1_000);
    const { portalId } = bed.ctx;
    await db.archiveSpan.deleteMany({ where: { portalId } });
    await db.archiveSpan.createMany({
      data: [
        { lowId: low, highId: low, state: "loaded", lowAt: at(rows[0]), highAt: at(rows[0]) },
        { lowId: (low ?? 0n) + 1n, highId: (high ?? 0n) - 1n, state: "lost" },
        { lowId: high, highId: high, state: "loaded", lowAt: at(rows[3]), highAt: at(rows[3]) },
      ].map(({ lowId = 0n, highId = 0n, ...span }) => ({
        ...span,
        ...{ portalId, epoch: 0, lowId, highId },
      })),
    });

    const { values } = await search(bed, {
      period: "custom",
      from: iso(now() - 3 * HOUR),
      to: iso(now() - 2 * HOUR),
    });

    expect(values).toMatchObject({ found: "N", count: 0 });
    expect(values["message"]).toMatch(
      /^No entry in the part of the log that is known\. Entries are missing for: \S+Z – \S+Z\.$/,
    );
    expect(values["summary"]).toBe(values["message"]);
  });

  test("finds nothing of another portal", async () => {
    const [bed, other] = [await arrange(), await arrange()];
    other.portal.eventLog.appendRows([{ auditTypeId: "BACKUP_ERROR" }]);
    bed.portal.eventLog.appendRows([{ auditTypeId: "USER_LOGIN" }]);
    await search(other, {});

    const { values } = await search(bed, { query: "type:BACKUP_ERROR" });

    expect(values["count"]).toBe(0);
  });
});

describe("what processes may read", () => {
  test("is changed in part, and a broken query is refused with its place", async () => {
    const { ctx } = await arrange(1);
    const read = async () => {
      const { stepsReadLog, stepsQuery } = await db.portal.findUniqueOrThrow({
        where: { id: ctx.portalId },
      });
      return { stepsReadLog, stepsQuery };
    };

    await changeReading(ctx, { stepsQuery: "type:USER_*" });
    await changeReading(ctx, { stepsReadLog: false });
    expect(await read()).toEqual({ stepsReadLog: false, stepsQuery: "type:USER_*" });

    await expect(changeReading(ctx, { stepsQuery: "type:A typ:" })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/^stepsQuery: from character 8 on/) as string,
    });
    await changeReading(ctx, { stepsQuery: "" });
    expect(await read()).toEqual({ stepsReadLog: false, stepsQuery: null });
  });
});
