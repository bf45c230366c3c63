import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { appendEntries } from "../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { hashSecret, seal, type Db, type RootDb } from "../../../lib/db/index.ts";
import { cleanPortal, cleanPortals, portalCtx } from "../../../lib/portals/index.ts";
import { enqueue } from "../../../lib/queue/index.ts";
import { appendLine, settleRun, startRun } from "../../../lib/runs/index.ts";
import { createTestDb, makePortal, testCtx } from "../../support/index.ts";
import { scanDatabase } from "../../support/scan-database.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const HOUR_MS = 3_600_000;
const OLD = "2025-02-03T10:00:00+00:00";

interface Filled {
  scoped: PortalCtx;
  /** Whatever names this portal: ids, keys, tokens as they are stored. */
  traces: string[];
}

/** A portal with rows in every table, under an id that cannot stand anywhere by chance. */
async function fill(): Promise<Filled> {
  const id = BigInt(`7${randomBytes(6).readUIntBE(0, 6)}`.padEnd(17, "3"));
  const made = await makePortal(db, { portal: { id } });
  const scoped = portalCtx(ctx, id);
  const eventTokens = Array.from({ length: 5 }, () => randomBytes(16).toString("hex"));
  for (const eventToken of eventTokens) await addRun(scoped, eventToken);
  await enqueue(db, "portal.setup", { portalId: id.toString() }, { singletonKey: id.toString() });
  await addArchive(scoped);
  const sealed = await addRest(db, id);
  const runs = await db.run.findMany({ where: { portalId: id } });
  const { portal, admin } = made;
  const traces = [
    ...[id.toString(), portal.memberId, portal.key, portal.origin, sealed],
    ...[portal.applicationTokenSealed ?? "", admin.accessSealed, admin.refreshSealed],
    ...[made.applicationToken, ...eventTokens].map((text) => hashSecret(text).toString("hex")),
    ...runs.flatMap((run) => [run.id, run.tokenSealed ?? run.id]),
  ];
  return { scoped, traces };
}

async function addRun(scoped: PortalCtx, eventToken: string): Promise<void> {
  const { runId } = await startRun(scoped, {
    ...{ eventToken, calledAt: new Date(), stepCode: "example", registeredCode: "example" },
    ...{ workflowId: "1", documentId: ["a", "b", "c"], documentType: ["a", "b", "c"] },
    ...{ properties: {}, isWaiting: true, timeoutSeconds: 0, calledByUserId: 1 },
  });
  const { calledAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
  await appendLine(scoped, { runId, calledAt, message: "Working." });
  await settleRun(scoped, { runId, calledAt, outcome: "success", message: "Done.", by: "work" });
}

const GONE = "entry_gone_k1_2020_01";
await db.$executeRawUnsafe(`CREATE TABLE ${GONE} (LIKE entry)`);

/** Rows in every table of the archive, also in months of two classes and in one that is on its way out. */
async function addArchive({ portalId }: PortalCtx): Promise<void> {
  const rows = [1, 2, 3, 4].map((number) => makeEntry(number, portalId));
  await appendEntries(portalCtx(ctx, portalId), { epoch: 0, rows });
  const month = "2026-11-01";
  await db.$executeRaw`SELECT entry_partition(6, ${month}::date)`;
  await db.$executeRaw`UPDATE entry SET keep = 6 WHERE portal_id = ${portalId} AND seq = 2`;
  await db.$executeRaw`UPDATE entry SET seq = -5 WHERE portal_id = ${portalId} AND seq = 3`;
  await db.$executeRawUnsafe(
    `INSERT INTO ${GONE} SELECT * FROM entry WHERE portal_id = ${portalId}`,
  );
  const hash = Buffer.alloc(32);
  const at = new Date();
  const ids = { keep: 6, severityId: 1, typeId: 2, moduleId: 3, siteId: 0, total: 1 };
  await db.archiveCopy.create({ data: { portalId } });
  await db.archiveSpan.create({
    data: { portalId, epoch: 0, lowId: 1, highId: 4, state: "loaded" },
  });
  await db.archiveSetting.create({ data: { portalId } });
  await db.archiveIndex.upsert({ where: { portalId }, create: { portalId }, update: {} });
  await db.archiveCheck.create({
    data: {
      ...{ portalId, state: "ok", fromSeq: 1, toSeq: 4, seq: 4, toHash: hash, hash, startedAt: at },
    },
  });
  await db.userName.create({ data: { portalId, userId: 1, fromAt: at, name: "Ann Admin" } });
  await db.entryBlock.create({
    data: { portalId, firstSeq: 1, lastSeq: 128, lowAt: at, highAt: at },
  });
  await db.entrySegment.create({
    data: { portalId, firstSeq: 1, lastSeq: 128, lowAt: at, highAt: at, bits: new Uint8Array(8) },
  });
  const cells = { parts: hash, users: hash, pairs: hash };
  await db.entryTally.create({ data: { portalId, period: 0, start: at, ...ids, ...cells } });
  await db.entryRemoved.create({
    data: { portalId, firstSeq: 9, lastSeq: 9, lastHash: hash, keep: 1, month: at },
  });
}

function makeEntry(number: number, portalId: bigint) {
  return {
    ...{ nativeId: String(number), timestampX: "2026-11-20T10:00:00+00:00", severity: "INFO" },
    ...{ auditTypeId: "USER_LOGIN", moduleId: "main", itemId: portalId.toString() },
    ...{
      remoteAddr: "203.0.113.7",
      userAgent: `agent of ${portalId}`,
      requestUri: "/",
      siteId: "s1",
    },
    ...{ userId: 1, guestId: null, description: `of ${portalId}` },
  };
}

async function addRest(tx: Db, portalId: bigint): Promise<string> {
  const at = new Date();
  const accessSealed = seal("viewer", "session-token");
  await tx.session.create({
    data: {
      ...{
        id: randomUUID(),
        portalId,
        userId: 1,
        userName: "Ann Admin",
        isAdmin: true,
        lang: "en",
      },
      ...{ adminProvenAt: at, accessSealed, tokenExpiresAt: at, expiresAt: at },
    },
  });
  await tx.portalUser.create({
    data: { portalId, userId: 1, name: "Ann Admin", isActive: true, isKnown: true, fetchedAt: at },
  });
  await tx.portalMethod.create({ data: { portalId, method: "example.list" } });
  await tx.userSetting.create({ data: { portalId, userId: 1, key: "log.view", value: {} } });
  await tx.$executeRaw`INSERT INTO rest_call (at, portal_id, request_id, method, api, attempt, outcome,
      duration_ms, methods, codes, run_ids, is_request_cut, is_response_cut)
    VALUES (now(), ${portalId}, ${ctx.requestId}, 'example.list', 'v2', 1, 'ok', 5, '{}', '{}', '{}',
      false, false)`;
  return accessSealed;
}

async function remove({ portalId }: PortalCtx, cleanAfter: Date | null): Promise<void> {
  const data = { state: "removed", removedAt: new Date(), cleanAfter };
  await db.portal.update({ where: { id: portalId }, data });
}

const past = () => new Date(Date.now() - 1_000);

/** A database whose transactions end the process, so to say: the one of this number, before or after it is done. */
function dyingDb(number: number, when: "before" | "after"): RootDb {
  let count = 0;
  const transaction = async (work: (tx: Db) => Promise<unknown>): Promise<unknown> => {
    count += 1;
    const isLast = count === number;
    const done = await db.$transaction(async (tx) => {
      const result = await work(tx);
      if (isLast && when === "before") throw new Error("killed");
      return result;
    });
    if (isLast) throw new Error("killed");
    return done;
  };
  return new Proxy(db, {
    get: (target, name) =>
      name === "$transaction" ? transaction : (Reflect.get(target, name) as unknown),
  });
}

describe("cleaning a removed portal", () => {
  test("leaves nothing of it in any table, and everything of another portal", async () => {
    const gone = await fill();
    const other = await fill();
    const before = await scanDatabase(db, gone.traces);
    const otherBefore = await scanDatabase(db, other.traces);
    await remove(gone.scoped, past());

    const cleaned = await cleanPortals(ctx);

    const parents = Object.keys(before).map((name) => name.replace(/_\d{6,8}$/, ""));
    expect(new Set(parents)).toEqual(
      new Set([
        ...["archive_check", "archive_copy", "archive_head", "archive_index", "archive_setting"],
        ...[
          "archive_span",
          "entry_block",
          "entry_removed",
          "entry_segment",
          "entry_tally",
          "entry_text",
        ],
        ...["entry_gone_k1_2020_01", "entry_k36_2026_11", "entry_k6_2026_11", "user_name"],
        ...["outbox", "pgboss.job_common", "portal", "portal_admin", "portal_lane"],
        ...["portal_method", "portal_user", "rest_call", "run", "run_event", "session"],
        "user_setting",
      ]),
    );
    expect(cleaned).toBe(1);
    expect(await scanDatabase(db, gone.traces)).toEqual({});
    expect(await scanDatabase(db, other.traces)).toEqual(otherBefore);
  });

  test("waits for the grace, and never touches a portal that is not removed or was not to be cleaned", async () => {
    const early = await fill();
    await remove(early.scoped, new Date(Date.now() + HOUR_MS));
    const kept = await fill();
    await remove(kept.scoped, null);
    const alive = await fill();
    const { portalId: id } = alive.scoped;
    await db.portal.update({ where: { id }, data: { state: "suspended", cleanAfter: past() } });
    const all = [early, kept, alive];
    const before = await Promise.all(all.map(async ({ traces }) => scanDatabase(db, traces)));

    const cleaned = await cleanPortals(ctx);
    const byHand = await Promise.all(all.map(async ({ scoped }) => cleanPortal(scoped)));
    const after = await Promise.all(all.map(async ({ traces }) => scanDatabase(db, traces)));
    const later = await cleanPortals({ ...ctx, now: () => new Date(Date.now() + 2 * HOUR_MS) });

    expect([cleaned, ...byHand]).toEqual([0, false, false, false]);
    expect(after).toEqual(before);
    expect(later).toBe(1);
    expect(await scanDatabase(db, early.traces)).toEqual({});
  });

  test.each(["before", "after"] as const)(
    "finishes what a crash %s any of its commits left",
    async (when) => {
      const other = await fill();
      const otherBefore = await scanDatabase(db, other.traces);
      for (let number = 1; ; number += 1) {
        const { scoped, traces } = await fill();
        await remove(scoped, past());

        const first = await cleanPortal({ ...scoped, db: dyingDb(number, when) }).catch(
          () => "killed",
        );
        await cleanPortals(ctx);

        expect(await scanDatabase(db, traces)).toEqual({});
        if (first === true) break;
      }
      expect(await scanDatabase(db, other.traces)).toEqual(otherBefore);
    },
  );

  test("stops when the portal is installed again in between", async () => {
    const { scoped } = await fill();
    await remove(scoped, past());
    const { portalId: id } = scoped;
    await expect(cleanPortal({ ...scoped, db: dyingDb(3, "after") })).rejects.toThrow("killed");

    await db.portal.update({ where: { id }, data: { state: "active", cleanAfter: null } });
    const isClean = await cleanPortal(scoped);

    expect(isClean).toBe(false);
    expect(await db.portal.count({ where: { id } })).toBe(1);
    expect(await db.portalUser.count({ where: { portalId: id } })).toBe(1);
  });

  test("takes more entries than one batch does, and those that an append brings at the last moment", async () => {
    const { scoped, traces } = await fill();
    const { portalId } = scoped;
    await db.$executeRaw`
      INSERT INTO entry (portal_id, seq, at, severity_id, type_id, module_id, keep, source, item, hash)
      SELECT ${portalId}, n, '2026-11-02', 1, 2, 3, 36, 1, '', '' FROM generate_series(100, 25000) n`;
    await remove(scoped, past());
    const late = new Proxy(db, {
      get: (target, name) => {
        if (name !== "$transaction") return Reflect.get(target, name) as unknown;
        return async (work: (tx: Db) => Promise<unknown>) => {
          const left = await db.entry.count({ where: { portalId } });
          const rows = [makeEntry(7, portalId), { ...makeEntry(8, portalId), timestampX: OLD }];
          if (left === 0) await appendEntries(portalCtx(ctx, portalId), { epoch: 1, rows });
          return db.$transaction(work);
        };
      },
    });

    expect(await cleanPortal({ ...scoped, db: late })).toBe(true);
    expect(await scanDatabase(db, traces)).toEqual({});
  });

  test("goes through more runs and rows than one batch takes", async () => {
    const { scoped, traces } = await fill();
    await db.$executeRaw`
      INSERT INTO run (id, called_at, portal_id, token_hash, step_code, registered_code, workflow_id,
        document_id, document_type, properties, is_waiting, timeout_seconds, deadline_at)
      SELECT gen_random_uuid(), now(), ${scoped.portalId}, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'example',
        'example', '1', '{}', '{}', '{}', true, 0, now() FROM generate_series(1, 450) n`;
    await db.$executeRaw`
      INSERT INTO run_event (called_at, portal_id, run_id, kind)
      SELECT called_at, portal_id, id, 'received' FROM run, generate_series(1, 12)
      WHERE portal_id = ${scoped.portalId}`;
    await remove(scoped, past());

    expect(await cleanPortal(scoped)).toBe(true);
    expect(await scanDatabase(db, traces)).toEqual({});
  });
});
