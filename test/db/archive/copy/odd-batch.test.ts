import { afterEach, describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
import type { FaultAction } from "../../../portal/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  makeCopyBed,
  passHours,
  readCopy,
  requestsOf,
  type CopyBed,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };

afterEach(() => cloud.faults.clear());

function spoil({ portal }: CopyBed, method: string, action: FaultAction): void {
  cloud.faults.add([{ match: { kind: "rest3", method, memberId: portal.memberId }, action }]);
}

const methodsOf = (bed: CopyBed) => requestsOf(cloud, bed).map(({ method }) => method);
const batchesOf = (bed: CopyBed) => methodsOf(bed).filter((method) => method === "batch").length;
const spoiled = (bed: CopyBed) =>
  requestsOf(cloud, bed).filter(({ method, status }) => method === "batch" && status !== 200);

const PAGE = { status: 502, html: true };
const odd: [string, FaultAction][] = [
  ["a page with status 502", PAGE],
  ["a page with status 200", { status: 200, html: true }],
  ["a redirection", { redirectTo: "https://elsewhere.example/" }],
  ["a refusal", { error: "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION" }],
  ["an error of its own", { error: "BITRIX_REST_V3_EXCEPTION_INTERNAL_INTERNALEXCEPTION" }],
  ["an unknown token", { error: { code: "ACCESSDENIEDEXCEPTION", status: 401 } }],
  ["a map of results", { reshape: (results) => ({ ...(results as object) }) }],
  ["too few results", { reshape: (results) => (results as []).slice(1) }],
  ["results without lists", { reshape: (results) => (results as []).map((result) => [result]) }],
];

describe.each(odd)("a portal that answers batches with %s", (_, action) => {
  test("is read one call after another, and its batch is asked for once a day", async () => {
    const bed = await makeCopyBed(at, { entries: 3_500 });
    spoil(bed, "batch", action);

    await copyAll(bed.ctx);
    const first = batchesOf(bed);
    bed.portal.eventLog.append(30);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    expect(await getCoverage(bed.ctx)).toMatchObject({
      ...{ percent: 100, state: "following", reason: null, isWatched: true },
    });
    // A token that is refused, or a new address, is asked for anew once.
    expect(first).toBeLessThanOrEqual(2);
    expect(batchesOf(bed)).toBe(first);
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: false, failures: 0 });

    await passHours(bed.ctx, 24);
    bed.portal.eventLog.append(30);
    await copyAll(bed.ctx);
    expect(batchesOf(bed)).toBe(2 * first);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });
});

describe("a batch that breaks", () => {
  test("while older entries are loaded is left, and all of them come", async () => {
    const bed = await makeCopyBed(at, { entries: 6_500 });
    await copyPortal(bed.ctx, { sliceMs: 0 });
    spoil(bed, "batch", PAGE);

    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    // The one that brought the newest page, and the one that failed.
    expect(batchesOf(bed)).toBe(2);
  });

  test("together with single calls is the portal's failure, told after one more call", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    spoil(bed, "*", PAGE);
    const before = requestsOf(cloud, bed).length;

    expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({ outcome: "failed" });

    expect(methodsOf(bed).slice(before)).toEqual(["batch", "main.eventlog.tail"]);
    expect(await readCopy(bed.ctx)).toMatchObject({
      ...{ takesBatch: true, failures: 1, reason: "portal_unavailable" },
    });
    cloud.faults.clear();
    bed.portal.eventLog.append(5);
    await copyAll(bed.ctx);
    expect(methodsOf(bed).at(-1)).toBe("batch");
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("is not forgotten when the calls after the first one fail", async () => {
    const bed = await makeCopyBed(at, { entries: 2_500 });
    await copyPortal(bed.ctx, { sliceMs: 0 });
    spoil(bed, "batch", PAGE);
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    const list = { ...match, method: "main.eventlog.list" };
    cloud.faults.add([{ match: list, times: 1, action: PAGE }]);

    expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({ outcome: "failed" });
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: false, failures: 1 });
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    expect(spoiled(bed)).toHaveLength(1);
  });
});

describe("a batch that gets no answer, or that of a busy portal,", () => {
  test.each<[string, FaultAction]>([
    ["the connection dies", { dropBefore: true }],
    ["status 503", { status: 503 }],
    ["status 504", { status: 504 }],
  ])("is left only after it failed several times in a row: %s", async (_, action) => {
    const bed = await makeCopyBed(at, { entries: 2_500 });
    spoil(bed, "batch", action);

    const outcomes: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      outcomes.push((await copyPortal(bed.ctx, { sliceMs: 0 })).outcome);
    }

    expect(outcomes).toEqual(["failed", "failed", "done"]);
    expect(spoiled(bed)).toHaveLength(3);
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: false, failures: 0 });
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("leads to smaller pages while older entries are loaded, not to single calls", async () => {
    const bed = await makeCopyBed(at, { entries: 4_000 });
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId, method: "batch" };
    for (let round = 0; round < 4; round += 1) {
      // The end of the log can be read, the pages cannot.
      cloud.faults.add([
        { match, times: 1, action: { delayMs: 0 } },
        { match, times: 1, action: { status: 504 } },
      ]);
      await copyPortal(bed.ctx, { sliceMs: 20_000 });
      cloud.faults.clear();
    }

    const { chunk, takesBatch } = await readCopy(bed.ctx);
    expect(chunk).toBeLessThan(1_000);
    expect(takesBatch).toBe(true);
    expect(methodsOf(bed).every((method) => method === "batch")).toBe(true);
  });

  test.each<[string, FaultAction]>([
    ["QUERY_LIMIT_EXCEEDED", { error: "QUERY_LIMIT_EXCEEDED" }],
    ["OVERLOAD_LIMIT", { error: "OVERLOAD_LIMIT" }],
    ["RATELIMITEXCEPTION", { error: { code: "RATELIMITEXCEPTION", status: 429 } }],
    ["a page with status 429", { status: 429, html: true }],
  ])("is never followed by a single call when that is a limit: %s", async (_, action) => {
    const bed = await makeCopyBed(at, { entries: 30 });
    spoil(bed, "batch", action);

    for (let round = 0; round < 4; round += 1) {
      await copyPortal(bed.ctx, { sliceMs: 0 });
      await db.$executeRaw`
        UPDATE portal_lane SET tat = now(), slow_until = NULL, blocked_until = NULL
        WHERE portal_id = ${bed.ctx.portalId}`;
      await db.$executeRaw`DELETE FROM portal_method WHERE portal_id = ${bed.ctx.portalId}`;
    }

    expect(methodsOf(bed)).toEqual(["batch", "batch", "batch", "batch"]);
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: true, failures: 4 });
  });
});
