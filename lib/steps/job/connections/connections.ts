import { randomUUID } from "node:crypto";
import type { JobConnection } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { takeTurn, withTx, type Db } from "../../../db/index.ts";
import { AppError, forbidden, notFound } from "../../../errors.ts";
import { CONNECTION_LIMITS, type ConnectionView, type NewConnection } from "../../shared.ts";
import { readClock } from "../clock.ts";
import { toFault } from "../delivery/stored-fault.ts";
import type { ConnectionInput } from "./schemas.ts";
import { formerSecrets, newSecret } from "./secret.ts";

const OVERLAP_MS = 24 * 3_600_000;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function listConnections(ctx: PortalCtx): Promise<{ items: ConnectionView[] }> {
  requireAdministrator(ctx);
  const rows = await ctx.db.jobConnection.findMany({
    where: { portalId: ctx.portalId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const now = await readClock(ctx);
  return { items: rows.map((row) => toView(row, now)) };
}

/** The answer is the only place where the secret is shown. */
export async function createConnection(
  ctx: PortalCtx,
  input: ConnectionInput,
): Promise<NewConnection> {
  requireAdministrator(ctx);
  const { portalId } = ctx;
  const { secret, sealed } = newSecret();
  const id = randomUUID();
  const row = await withTx(ctx.db, async (tx) => {
    await takeTurn(tx, { purpose: "connections", portalId });
    await assertFreeName(tx, { portalId, id, name: input.name });
    const count = await tx.jobConnection.count({ where: { portalId } });
    if (count >= CONNECTION_LIMITS.count) throw tooMany();
    return tx.jobConnection.create({ data: { id, portalId, ...input, secretSealed: sealed } });
  });
  return { connection: toView(row, await readClock(ctx)), secret };
}

export async function changeConnection(
  ctx: PortalCtx,
  { id, name, url }: ConnectionInput & { id: string },
): Promise<ConnectionView> {
  const { portalId } = ctx;
  const known = await getConnection(ctx, id);
  const row = await withTx(ctx.db, async (tx) => {
    await takeTurn(tx, { purpose: "connections", portalId });
    await assertFreeName(tx, { portalId, id, name });
    // Another address has not failed yet.
    const fresh = known.url === url ? {} : { failures: 0, pausedUntil: null };
    const data = { name, url, changedAt: ctx.now(), ...fresh };
    return tx.jobConnection.update({ where: { id, portalId }, data });
  });
  return toView(row, await readClock(ctx));
}

/** Jobs that wait for their first delivery through it fail with a sentence that says so. */
export async function deleteConnection(ctx: PortalCtx, { id }: { id: string }): Promise<null> {
  await getConnection(ctx, id);
  await ctx.db.jobConnection.deleteMany({ where: { id, portalId: ctx.portalId } });
  return null;
}

/**
 * For a day the former secret signs as well, so that the other system can take the new one at its own time. One
 * statement: whatever ends behind it, and however often it is done again, what the other system knows goes on signing.
 */
export async function rotateConnection(
  ctx: PortalCtx,
  { id }: { id: string },
): Promise<NewConnection> {
  const known = await getConnection(ctx, id);
  const { secret, sealed } = newSecret();
  const now = await readClock(ctx);
  const oldUntil = new Date(now.getTime() + OVERLAP_MS);
  const { count } = await ctx.db.jobConnection.updateMany({
    where: { id, portalId: ctx.portalId, secretSealed: known.secretSealed },
    data: {
      secretSealed: sealed,
      ...formerSecrets(known, { at: now, until: oldUntil }),
      changedAt: now,
    },
  });
  if (count === 0) throw new AppError("conflict", "The secret was changed at the same moment.");
  return { connection: toView(await getConnection(ctx, id), now), secret };
}

export async function getConnection(ctx: PortalCtx, id: string): Promise<JobConnection> {
  requireAdministrator(ctx);
  const where = { id, portalId: ctx.portalId };
  const row = ID.test(id) ? await ctx.db.jobConnection.findFirst({ where }) : null;
  if (row === null) throw notFound("connection", id.slice(0, 40));
  return row;
}

function requireAdministrator({ actor }: PortalCtx): void {
  if (actor.kind === "user" && actor.isAdmin) return;
  throw forbidden("Only administrators of the portal may see and change connections.");
}

async function assertFreeName(
  tx: Db,
  { portalId, id, name }: { portalId: bigint; id: string; name: string },
): Promise<void> {
  const taken = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM job_connection
    WHERE portal_id = ${portalId} AND lower(name) = lower(${name}) AND id <> ${id}::uuid`;
  if (taken.length === 0) return;
  throw new AppError("conflict", "There is a connection of this name already.", {
    details: [{ at: "name", message: "taken" }],
  });
}

function tooMany(): AppError {
  return new AppError("conflict", `A portal has ${CONNECTION_LIMITS.count} connections at most.`, {
    details: [{ at: "connections", message: "too_many" }],
  });
}

function toView(row: JobConnection, now: Date): ConnectionView {
  const { id, name, url, oldUntil, pausedUntil, lastAt } = row;
  const isPaused = row.failures > 0 && pausedUntil !== null && pausedUntil > now;
  return {
    id,
    name,
    url,
    oldSecretUntil: oldUntil !== null && oldUntil > now ? oldUntil.toISOString() : null,
    pausedUntil: isPaused ? pausedUntil.toISOString() : null,
    last:
      lastAt === null
        ? null
        : { at: lastAt.toISOString(), status: row.lastStatus, error: toFault(row.lastError) },
  };
}
