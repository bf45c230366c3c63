import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { childEnv } from "../../../../lib/env.ts";
import { createTestDb, until } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import { copyAll, expectFollowed, makeCopyBed, readCopy, storedIds, type CopyBed } from "./bed.ts";

const { db, url } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };

function startChild({ ctx }: CopyBed, faultPoint?: string): ChildProcess {
  return spawn(
    process.execPath,
    [`${import.meta.dirname}/child.ts`, url, ctx.portalId.toString()],
    {
      env: childEnv({ FAULT_POINT: faultPoint, LOG_LEVEL: "error" }),
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
}

async function signalOf(child: ChildProcess): Promise<unknown> {
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal ?? code;
}

/** As if the dead worker's lease had run out. */
async function endLease({ ctx }: CopyBed): Promise<void> {
  await db.$executeRaw`UPDATE archive_copy SET lease_until = now() - interval '1 second'
    WHERE portal_id = ${ctx.portalId}`;
}

const POINTS = [
  "archive-copy-before-append",
  "archive-append-partitions",
  "archive-copy-before-commit",
  "archive-append-committed",
  "archive-copy-after-commit",
];

describe("a worker that dies while it copies", () => {
  test.each(POINTS)("(%s) leaves neither a gap nor a second copy", async (point) => {
    const bed = await makeCopyBed(at, { entries: 3_000 });

    // In the newest page, then in the middle of what is older.
    expect(await signalOf(startChild(bed, `${point}:kill`))).toBe("SIGKILL");
    await endLease(bed);
    await copyPortal(bed.ctx, { sliceMs: 0 });
    expect(await signalOf(startChild(bed, `${point}:kill`))).toBe("SIGKILL");
    expect((await readCopy(bed.ctx)).leaseOwner).not.toBeNull();
    expect(await copyPortal(bed.ctx, { sliceMs: 0 })).toMatchObject({ outcome: "busy" });
    await endLease(bed);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("again and again, wherever it is, leaves every entry once", async () => {
    const bed = await makeCopyBed(at, { entries: 12_000 });
    bed.portal.settings.hasBatchV3 = false;
    for (const wanted of [1, 2_500, 5_000, 9_000]) {
      const child = startChild(bed);
      const gone = signalOf(child);
      await until(async () => (await storedIds(bed.ctx)).length >= wanted);
      child.kill("SIGKILL");
      await gone;
      await endLease(bed);
      bed.portal.eventLog.append(40);
    }
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });
});

describe("a worker that is paused beyond its lease", () => {
  test("stores nothing when it wakes up and another one has taken over", async () => {
    const bed = await makeCopyBed(at, { entries: 3_000 });
    const sleeper = startChild(bed, "archive-copy-before-append:pause=6000");
    const gone = signalOf(sleeper);
    await until(async () => {
      const copy = await db.archiveCopy.findUnique({ where: { portalId: bed.ctx.portalId } });
      return copy?.leaseOwner;
    });
    // Until it has read the page that it will not store.
    await until(() =>
      cloud.journal.calls.some(
        ({ kind, memberId }) => kind === "rest3" && memberId === bed.portal.memberId,
      ),
    );
    await endLease(bed);
    await copyAll(bed.ctx);
    const before = await readCopy(bed.ctx);
    await gone;

    await expectFollowed(bed, bed.portal.eventLog.rows);
    expect(await readCopy(bed.ctx)).toMatchObject({ failures: 0, newestId: before.newestId });
  });
});

describe("an answer of the portal that is cut off", () => {
  test.each([{ dropBefore: true }, { dropAfter: true }, { delayMs: 300, dropAfter: true }])(
    "(%o) at any request leaves every entry once",
    async (action) => {
      const bed = await makeCopyBed(at, { entries: 4_000 });
      const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
      cloud.faults.add([{ match, times: 6, action, probability: 0.5 }]);

      for (let tries = 0; tries < 30; tries += 1) {
        bed.portal.eventLog.append(3);
        await copyAll(bed.ctx);
      }

      cloud.faults.clear();
      await copyAll(bed.ctx);
      await expectFollowed(bed, bed.portal.eventLog.rows);
    },
  );
});
