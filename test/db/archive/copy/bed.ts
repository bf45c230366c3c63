import { expect } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { verifyChain } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import type { RootDb } from "../../../../lib/db/index.ts";
import type { LogRow } from "../../../portal/eventlog/log-row.ts";
import type { Portal, PortalCloud, PortalOptions } from "../../../portal/index.ts";
import { isoWithOffset } from "../../../portal/php-values.ts";
import { testCtx } from "../../../support/index.ts";
import { installPortal } from "../../../support/install-portal.ts";

export interface CopyBed {
  portal: Portal;
  ctx: PortalCtx;
}

/** A portal with a log that only its test changes. */
export async function makeCopyBed(
  at: { db: RootDb; cloud: PortalCloud },
  options: PortalOptions = {},
): Promise<CopyBed> {
  const portal = await at.cloud.addPortal({ entries: 0, edition: "box", ...options });
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(at.db), portal);
  // As the setup learns it from the portal's edition.
  if (portal.edition === "box") {
    await at.db.$executeRaw`
      UPDATE portal_lane SET rate = 1000, burst = 1000 WHERE portal_id = ${ctx.portalId}`;
  }
  return { portal, ctx };
}

/** Copies until nothing is left. */
export async function copyAll(ctx: PortalCtx): Promise<void> {
  for (;;) {
    const { isMore } = await copyPortal(ctx, { sliceMs: 20_000 });
    if (!isMore) return;
  }
}

export async function readCopy(ctx: PortalCtx) {
  return ctx.db.archiveCopy.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
}

/** As if the log had last been read up to its end so long ago. */
export async function passHours(ctx: PortalCtx, hours: number): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET read_at = read_at - make_interval(hours => ${hours}::int)
    WHERE portal_id = ${ctx.portalId}`;
}

export async function readSpanRows(ctx: PortalCtx) {
  const rows = await ctx.db.archiveSpan.findMany({
    where: { portalId: ctx.portalId },
    orderBy: [{ epoch: "asc" }, { lowId: "asc" }],
  });
  return rows.map(({ epoch, lowId, highId, state }) => ({
    ...{ epoch, state },
    low: Number(lowId),
    high: Number(highId),
  }));
}

export interface StoredId {
  id: number;
  epoch: number;
  seq: number;
}

/** The portal's numbers in the order in which they were stored. */
export async function storedIds(ctx: PortalCtx): Promise<StoredId[]> {
  return ctx.db.$queryRaw<StoredId[]>`
    SELECT portal_entry_id::float8 AS id, epoch::int AS epoch, seq::float8 AS seq FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0 ORDER BY seq`;
}

export function requestsOf(cloud: PortalCloud, { portal }: Pick<CopyBed, "portal">) {
  return cloud.journal.calls.filter(
    ({ kind, memberId, inBatch }) => kind === "rest3" && memberId === portal.memberId && !inBatch,
  );
}

/** Every one of these rows is stored once, with its time, nothing else is, and the chain holds. */
export async function expectWhole(
  { ctx }: Pick<CopyBed, "ctx">,
  rows: readonly LogRow[],
): Promise<void> {
  const stored = await ctx.db.$queryRaw<{ id: number; at: Date; type: string }[]>`
    SELECT portal_entry_id::float8 AS id, at, t.value AS type FROM entry e
    JOIN entry_text t ON t.portal_id = e.portal_id AND t.id = e.type_id
    WHERE e.portal_id = ${ctx.portalId} AND source = 0 ORDER BY portal_entry_id`;
  const told = stored.map(({ id, at, type }) => `${id} ${isoWithOffset(at.getTime(), 0)} ${type}`);
  const truth = rows.map(
    ({ id, at, auditTypeId }) => `${id} ${isoWithOffset(at * 1_000, 0)} ${auditTypeId}`,
  );
  expect(told).toEqual(truth);
  expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: rows.length });
}

/** All numbers from the first to the last row are loaded, and nothing is waited for. */
export async function expectFollowed(bed: CopyBed, rows: readonly LogRow[]): Promise<void> {
  await expectWhole(bed, rows);
  expect(await readSpanRows(bed.ctx)).toEqual([
    { epoch: 0, state: "loaded", low: rows[0]?.id, high: rows.at(-1)?.id },
  ]);
  expect(await readCopy(bed.ctx)).toMatchObject({ state: "following", leaseOwner: null });
}

/** Rows for the portal's log, one a second. */
export function rowsAt(count: number, from: number) {
  return Array.from({ length: count }, (_, n) => ({ at: from + n, itemId: `${from} ${n}` }));
}
