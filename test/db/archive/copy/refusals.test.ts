import { afterEach, describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
import { setupJob } from "../../../../lib/portals/index.ts";
import type { FaultAction } from "../../../portal/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { installPortal } from "../../../support/install-portal.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  makeCopyBed,
  readCopy,
  requestsOf,
  storedIds,
  type CopyBed,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };

afterEach(() => cloud.faults.clear());

function refuse({ portal }: CopyBed, action: FaultAction, times?: number): void {
  const match = { kind: "rest3" as const, memberId: portal.memberId };
  cloud.faults.add([{ match, action, ...(times === undefined ? {} : { times }) }]);
}

async function pauseMs({ ctx }: CopyBed): Promise<number> {
  const [row] = await db.$queryRaw<{ ms: number }[]>`
    SELECT (1000 * extract(epoch FROM due_at - clock_timestamp()))::float8 AS ms
    FROM archive_copy WHERE portal_id = ${ctx.portalId}`;
  return row?.ms ?? 0;
}

const v3 = (code: string, status: number) => ({
  error: { code: `BITRIX_REST_V3_EXCEPTION_${code}`, status },
});

describe("a portal that refuses its log", () => {
  test.each([
    ["ACCESSDENIEDEXCEPTION", 403, "portal_forbidden"],
    ["LICENSEEXCEPTION", 403, "portal_forbidden"],
    ["INSUFFICIENTSCOPEEXCEPTION", 403, "portal_scope_missing"],
    ["METHODNOTFOUNDEXCEPTION", 404, "portal_method_missing"],
  ])("with %s is asked ever less often, at last once an hour", async (code, status, reason) => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    bed.portal.eventLog.append(3);
    refuse(bed, v3(code, status));

    const pauses: number[] = [];
    for (let round = 0; round < 13; round += 1) {
      expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({
        outcome: "failed",
        isMore: false,
        nextMs: null,
      });
      pauses.push(await pauseMs(bed));
    }

    expect(await readCopy(bed.ctx)).toMatchObject({ state: "refused", reason, leaseOwner: null });
    expect(pauses[0]).toBeGreaterThan(3_500);
    expect(pauses.at(-1)).toBeGreaterThan(2_800_000);
    expect(Math.max(...pauses)).toBeLessThan(4_400_000);
    // What is there stays readable, and it is told that nothing more comes.
    expect(await storedIds(bed.ctx)).toHaveLength(30);
    expect(await getCoverage(bed.ctx)).toMatchObject({
      state: "refused",
      reason,
      isWatched: false,
    });

    cloud.faults.clear();
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
    expect(await readCopy(bed.ctx)).toMatchObject({ reason: null, failures: 0 });
  });

  test("for its request limit or as a whole stays in its state and is asked again soon", async () => {
    const bed = await makeCopyBed(at, { entries: 1_500 });
    await copyPortal(bed.ctx, { sliceMs: 0 });
    // A batch that fails for another reason than a limit is followed by a single call.
    const faults: [FaultAction, number, string][] = [
      [{ error: "QUERY_LIMIT_EXCEEDED" }, 1, "portal_rate_limited"],
      [{ status: 502 }, 2, "portal_unavailable"],
      [{ dropBefore: true }, 2, "portal_unavailable"],
      [{ dropAfter: true }, 2, "portal_unavailable"],
    ];
    for (const [action, times, reason] of faults) {
      refuse(bed, action, times);
      await copyPortal(bed.ctx, { sliceMs: 0 });
      expect(await readCopy(bed.ctx)).toMatchObject({ state: "filling", reason });
      expect(await pauseMs(bed)).toBeLessThan(60_000);
      cloud.faults.clear();
      await db.$executeRaw`UPDATE portal_lane SET tat = now(), slow_until = NULL
        WHERE portal_id = ${bed.ctx.portalId}`;
    }

    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("is not asked at all while it is unpaid, and goes on when it is paid again", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    bed.portal.setPayment({ expired: true });
    cloud.faults.add([
      {
        match: { kind: "rest3", memberId: bed.portal.memberId },
        action: { error: "PAYMENT_REQUIRED" },
      },
    ]);
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const asked = requestsOf(cloud, bed).length;

    expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({ outcome: "closed" });
    expect(requestsOf(cloud, bed)).toHaveLength(asked);
    expect(await getCoverage(bed.ctx)).toMatchObject({
      state: "refused",
      reason: "portal_payment_required",
      percent: 0,
    });

    cloud.faults.clear();
    bed.portal.setPayment({ expired: false });
    await installPortal({ ...bed.ctx }, bed.portal);
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("because the last administrator lost his access waits for the next one", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    bed.portal.patchUser(1, { isActive: false });
    refuse(bed, { error: "authorization_error" });

    await copyPortal(bed.ctx, { sliceMs: 0 });
    expect(await getCoverage(bed.ctx)).toMatchObject({ state: "refused", reason: "auth_lost" });
    const asked = requestsOf(cloud, bed).length;
    expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({ outcome: "closed" });
    expect(requestsOf(cloud, bed)).toHaveLength(asked);

    cloud.faults.clear();
    bed.portal.patchUser(1, { isActive: true });
    bed.portal.eventLog.append(4);
    await installPortal(bed.ctx, bed.portal);
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("is read at once after its installation was repaired", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    const portalId = bed.ctx.portalId.toString();
    const job = setupJob({ registrations: () => [] });
    const signal = new AbortController().signal;

    await job.handler(bed.ctx, { portalId }, { id: "x", attempt: 1, signal });

    const jobs = await db.$queryRaw<{ data: unknown }[]>`
      SELECT data FROM pgboss.job WHERE name = 'archive.copy' AND data->>'portalId' = ${portalId}`;
    expect(jobs).toHaveLength(1);
  });
});

describe("a portal that answers slowly", () => {
  test("is asked for smaller pages, and for larger ones when it is quick again", async () => {
    const bed = await makeCopyBed(at, { entries: 4_000 });
    await copyPortal(bed.ctx, { sliceMs: 0 });
    for (let round = 0; round < 4; round += 1) {
      // The end of the log can be read, the pages cannot.
      refuse(bed, { delayMs: 0 }, 1);
      refuse(bed, { status: 504 }, 1);
      await copyPortal(bed.ctx, { sliceMs: 20_000 });
      cloud.faults.clear();
    }

    const { chunk } = await readCopy(bed.ctx);
    expect(chunk).toBeLessThan(1_000);
    await copyAll(bed.ctx);
    expect((await readCopy(bed.ctx)).chunk).toBeGreaterThan(chunk);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });
});
