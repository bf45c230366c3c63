import { randomUUID } from "node:crypto";
import { userNames } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { takeTurn, withTx, type Db } from "../db/index.ts";
import { AppError, conflict } from "../errors.ts";
import { enqueue } from "../queue/index.ts";
import { ownerOf, parseInput, readRequest, toExportView, type Owner } from "./internal.ts";
import { assertFits, measure } from "./preview.ts";
import { ExportRequest, IdempotencyKey, type ExportInput } from "./schemas.ts";
import { EXPORT_LIMITS, type ExportView } from "./shared.ts";

const DAY_MS = 86_400_000;

/** Has a file prepared in the background; the same key and request again give the same export. */
export async function createExport(
  ctx: PortalCtx,
  input: { request: ExportInput; idempotencyKey: string | null },
): Promise<ExportView> {
  const owner = ownerOf(ctx);
  const key = parseInput(IdempotencyKey, input.idempotencyKey ?? undefined);
  const request = parseInput(ExportRequest, input.request);
  const known = await findKnown(ctx, { owner, key, request });
  if (known !== null) return known;
  const askedAt = ctx.now();
  const { total, head } = await measure(ctx, request, askedAt);
  assertFits(request, total);
  const job = {
    id: randomUUID(),
    portalId: ctx.portalId,
    ...owner,
    userName: await nameOf(ctx, owner),
    idempotencyKey: key,
    request: JSON.parse(JSON.stringify(request)) as object,
    askedAt,
    headSeq: head.seq,
    headHash: Buffer.from(head.hash, "hex"),
    total: total === null ? null : BigInt(total),
    createdAt: askedAt,
    expiresAt: new Date(askedAt.getTime() + EXPORT_LIMITS.keepDays * DAY_MS),
  };
  const isNew = await withTx(ctx.db, async (tx) => {
    // One at a time may look how many there are.
    await takeTurn(tx, { purpose: "exports", portalId: ctx.portalId });
    const made = await tx.exportJob.createMany({ data: [job], skipDuplicates: true });
    if (made.count === 0) return false;
    await assertRoom(tx, { portalId: ctx.portalId, owner });
    await enqueue(tx, "export.write", { portalId: String(ctx.portalId), exportId: job.id });
    return true;
  });
  const made = isNew ? null : await findKnown(ctx, { owner, key, request });
  if (made !== null) return made;
  return toExportView(await ctx.db.exportJob.findUniqueOrThrow({ where: { id: job.id } }));
}

async function findKnown(
  ctx: PortalCtx,
  { owner, key, request }: { owner: Owner; key: string; request: ExportRequest },
): Promise<ExportView | null> {
  const where = { portalId: ctx.portalId, ...owner, idempotencyKey: key };
  const job = await ctx.db.exportJob.findFirst({ where });
  if (job === null) return null;
  // Stored as JSON: what was left out and what was given as nothing are the same.
  if (JSON.stringify(readRequest(job)) !== JSON.stringify(request)) {
    throw conflict("This Idempotency-Key was used for another export.");
  }
  return toExportView(job);
}

async function assertRoom(
  tx: Db,
  { portalId, owner }: { portalId: bigint; owner: Owner },
): Promise<void> {
  const states = ["waiting", "running"];
  const active = await tx.exportJob.count({ where: { portalId, state: { in: states } } });
  if (active > EXPORT_LIMITS.active) {
    throw tooMany("active", `${EXPORT_LIMITS.active} files are being prepared for this portal.`);
  }
  const kept = await tx.exportJob.count({ where: { portalId, ...owner } });
  if (kept > EXPORT_LIMITS.kept) {
    throw tooMany("kept", `You have ${EXPORT_LIMITS.kept} files already. Delete one first.`);
  }
}

async function nameOf(ctx: PortalCtx, { userId }: Owner): Promise<string> {
  if (ctx.actor.kind === "token") return ctx.actor.name;
  const names = await userNames(ctx, [userId]);
  return names.get(userId) ?? `#${userId}`;
}

function tooMany(message: string, words: string): AppError {
  return new AppError("too_many_requests", words, {
    details: [{ at: "exports", message }],
    retryAfterMs: 30_000,
  });
}
