import { randomBytes, randomUUID } from "node:crypto";
import { appendEntries } from "../../../lib/archive/index.ts";
import type { Ctx, PortalCtx } from "../../../lib/ctx.ts";
import { hashSecret, seal } from "../../../lib/db/index.ts";
import { portalCtx } from "../../../lib/portals/index.ts";
import { enqueue } from "../../../lib/queue/index.ts";
import { appendLine, settleRun, startRun } from "../../../lib/runs/index.ts";
import { makePortal } from "../../support/index.ts";

export interface Filled {
  scoped: PortalCtx;
  /** Whatever names this portal: ids, keys, tokens as they are stored. */
  traces: string[];
}

/** A portal with rows in every table, under an id that cannot stand anywhere by chance. */
export async function fillPortal(ctx: Ctx): Promise<Filled> {
  const { db } = ctx;
  const id = BigInt(`7${randomBytes(6).readUIntBE(0, 6)}`.padEnd(17, "3"));
  const made = await makePortal(db, { portal: { id } });
  const scoped = portalCtx(ctx, id);
  const eventTokens = Array.from({ length: 5 }, () => randomBytes(16).toString("hex"));
  for (const eventToken of eventTokens) await addRun(scoped, eventToken);
  await enqueue(db, "portal.setup", { portalId: id.toString() }, { singletonKey: id.toString() });
  await addArchive(scoped);
  const sealed = await addRest(scoped);
  await addReading(scoped);
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
  const { calledAt } = await scoped.db.run.findFirstOrThrow({ where: { id: runId } });
  await appendLine(scoped, { runId, calledAt, message: "Working." });
  await settleRun(scoped, { runId, calledAt, outcome: "success", message: "Done.", by: "work" });
}

const GONE = "entry_gone_k1_2020_01";

/** Rows in every table of the archive, also in months of two classes and in one that is on its way out. */
async function addArchive(scoped: PortalCtx): Promise<void> {
  const { db, portalId } = scoped;
  const rows = [1, 2, 3, 4].map((number) => makeEntry(number, portalId));
  await appendEntries(scoped, { epoch: 0, rows });
  const month = "2026-11-01";
  await db.$executeRaw`SELECT entry_partition(6, ${month}::date)`;
  await db.$executeRaw`UPDATE entry SET keep = 6 WHERE portal_id = ${portalId} AND seq = 2`;
  await db.$executeRaw`UPDATE entry SET seq = -5 WHERE portal_id = ${portalId} AND seq = 3`;
  await db.$executeRawUnsafe(`CREATE TABLE IF NOT EXISTS ${GONE} (LIKE entry)`);
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

export function makeEntry(number: number, portalId: bigint) {
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

async function addReading({ db, portalId }: PortalCtx): Promise<void> {
  const by = { addedBy: 1, addedByName: "Ann Admin" };
  await db.reader.create({ data: { portalId, userId: 6, userName: "Fiona Archer", ...by } });
  const tokenId = randomUUID();
  await db.apiToken.create({
    data: {
      ...{ id: tokenId, portalId, name: "Grafana", prefix: "lb_abcdef", scopes: ["log:read"] },
      ...{ hash: hashSecret(portalId.toString()), createdBy: 1, createdByName: "Ann Admin" },
    },
  });
  await db.reading.create({
    data: {
      ...{ at: new Date(), portalId, kind: "api", tokenId, name: "Grafana", method: "entries" },
      ...{ query: { q: portalId.toString() }, durationMs: 1 },
    },
  });
}

async function addRest({ db, portalId, requestId }: PortalCtx): Promise<string> {
  const at = new Date();
  const accessSealed = seal("viewer", "session-token");
  await db.session.create({
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
  await db.portalUser.create({
    data: { portalId, userId: 1, name: "Ann Admin", isActive: true, isKnown: true, fetchedAt: at },
  });
  await db.portalMethod.create({ data: { portalId, method: "example.list" } });
  await db.userSetting.create({ data: { portalId, userId: 1, key: "log.view", value: {} } });
  await db.$executeRaw`INSERT INTO rest_call (at, portal_id, request_id, method, api, attempt, outcome,
      duration_ms, methods, codes, run_ids, is_request_cut, is_response_cut)
    VALUES (now(), ${portalId}, ${requestId}, 'example.list', 'v2', 1, 'ok', 5, '{}', '{}', '{}',
      false, false)`;
  return accessSealed;
}
