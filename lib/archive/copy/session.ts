import { randomUUID } from "node:crypto";
import { Prisma } from "../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../ctx.ts";
import type { Db } from "../../db/index.ts";
import { conflict } from "../../errors.ts";
import { log } from "../../log.ts";
import type { Priority } from "../../portals/index.ts";

/** What is remembered of a portal's copying between slices of work. */
export interface CopyState {
  state: "new" | "filling" | "following" | "refused";
  reason: string | null;
  epoch: number;
  newestId: bigint | null;
  newestAt: Date | null;
  intervalMs: number;
  chunk: number;
  takesBatch: boolean;
  failures: number;
  readAt: Date | null;
  /** Since the log was read up to its end, by the database's clock; null: never. */
  unreadMs: number | null;
}

/** One slice of work: as long as it holds the lease, nobody else copies this portal. */
export interface CopySession {
  ctx: PortalCtx;
  /** Null beside somebody else's lease. */
  owner: string | null;
  copy: CopyState;
  priority: Priority;
  signal: AbortSignal;
  /** Users of the entries read, to be named afterwards. */
  userIds: Set<number>;
  stored: number;
  /** Page by page, after the database took too long for several at once. */
  storesSingly: boolean;
  /** Aborts `signal` when told, and gives the lease back. */
  close(): Promise<void>;
}

const LEASE_SECONDS = 20;
const RENEW_MS = 5_000;

/** Null while somebody else holds the lease. */
export async function openSession(
  ctx: PortalCtx,
  input: { priority: Priority; signal?: AbortSignal | undefined },
): Promise<CopySession | null> {
  const owner = randomUUID();
  const copy = await takeLease(ctx, owner);
  if (copy === null) return null;
  const lost = new AbortController();
  const timer = setInterval(() => void renewLease(ctx, { owner, lost }), RENEW_MS);
  const signals = input.signal === undefined ? [lost.signal] : [lost.signal, input.signal];
  const release = async (): Promise<void> => {
    clearInterval(timer);
    await ctx.db.$executeRaw`
      UPDATE archive_copy SET lease_owner = NULL, lease_until = NULL
      WHERE portal_id = ${ctx.portalId} AND lease_owner = ${owner}`;
  };
  // A worker that stops may still wait for the portal: the next one need not wait for that.
  const leave = (): void => {
    release().catch((error: unknown) => {
      log("warn", "archive.lease_not_released", { portalId: ctx.portalId, error });
    });
  };
  input.signal?.addEventListener("abort", leave, { once: true });
  return {
    ctx,
    owner,
    copy,
    priority: input.priority,
    signal: AbortSignal.any(signals),
    userIds: new Set(),
    stored: 0,
    storesSingly: false,
    close: async () => {
      input.signal?.removeEventListener("abort", leave);
      await release();
    },
  };
}

// A portal whose batch was refused or broken is asked for one again on another day.
async function takeLease(ctx: PortalCtx, owner: string): Promise<CopyState | null> {
  await ctx.db.$executeRaw`
    INSERT INTO archive_copy (portal_id) VALUES (${ctx.portalId}) ON CONFLICT DO NOTHING`;
  const [taken] = await ctx.db.$queryRaw<CopyState[]>`
    UPDATE archive_copy SET lease_owner = ${owner},
      lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::float8),
      takes_batch = takes_batch OR coalesce((read_at AT TIME ZONE 'UTC')::date
        < (clock_timestamp() AT TIME ZONE 'UTC')::date, false)
    WHERE portal_id = ${ctx.portalId} AND (lease_until IS NULL OR lease_until < clock_timestamp())
    RETURNING ${COLUMNS}`;
  return taken ?? null;
}

/** Without any claim to it; null before the first reading. */
export async function readState(ctx: PortalCtx): Promise<CopyState | null> {
  const [row] = await ctx.db.$queryRaw<CopyState[]>`
    SELECT ${COLUMNS} FROM archive_copy WHERE portal_id = ${ctx.portalId}`;
  return row ?? null;
}

const COLUMNS = Prisma.sql`state, reason, epoch, newest_id AS "newestId", newest_at AS "newestAt",
  interval_ms AS "intervalMs", chunk, takes_batch AS "takesBatch", failures, read_at AS "readAt",
  (1000 * extract(epoch FROM clock_timestamp() - read_at))::float8 AS "unreadMs"`;

async function renewLease(
  ctx: PortalCtx,
  input: { owner: string; lost: AbortController },
): Promise<void> {
  try {
    const renewed = await ctx.db.$executeRaw`
      UPDATE archive_copy
      SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::float8)
      WHERE portal_id = ${ctx.portalId} AND lease_owner = ${input.owner}`;
    if (renewed === 0) input.lost.abort(leaseLost());
  } catch (error) {
    // The next round tries again; whoever takes the lease over meanwhile is noticed at the next commit.
    log("warn", "archive.lease_not_renewed", { portalId: ctx.portalId, error });
  }
}

/**
 * Locks the portal's row for the rest of the transaction; throws when the lease is somebody else's by now, or its
 * numbers mean other entries.
 */
export async function holdLease(tx: Db, { ctx, owner, copy }: CopySession): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM archive_copy
    WHERE portal_id = ${ctx.portalId} AND epoch = ${copy.epoch}
      AND (lease_owner = ${owner} OR ${owner}::text IS NULL) FOR UPDATE`;
  if (held.length === 0) throw leaseLost();
}

function leaseLost(): Error {
  return conflict("Another worker copies this portal now.");
}

export async function databaseNow({ db, now }: PortalCtx): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now ?? now();
}

/** A viewer waits for the newest entries, or the time to look for them has come. */
export async function isTailDue({ ctx }: CopySession): Promise<boolean> {
  const due = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM archive_copy
    WHERE portal_id = ${ctx.portalId} AND due_at <= clock_timestamp()`;
  return due.length > 0;
}
