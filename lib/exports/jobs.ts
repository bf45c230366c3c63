import type { PortalCtx } from "../ctx.ts";
import { dropExport, dropPieces } from "./drop-pieces.ts";
import { getOwnJob, ownerOf, readRequest, toExportView } from "./internal.ts";
import { EXPORT_LIMITS, type ExportView } from "./shared.ts";

const ACTIVE = ["waiting", "running"];

/** The viewer's exports, the newest first. */
export async function listExports(ctx: PortalCtx): Promise<{ items: ExportView[] }> {
  const jobs = await ctx.db.exportJob.findMany({
    where: { portalId: ctx.portalId, ...ownerOf(ctx), expiresAt: { gt: ctx.now() } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: EXPORT_LIMITS.kept,
  });
  return { items: jobs.filter((job) => readRequest(job) !== null).map(toExportView) };
}

export async function getExport(ctx: PortalCtx, input: { id: string }): Promise<ExportView> {
  return toExportView(await getOwnJob(ctx, input.id));
}

/** Stops an export that is not ready yet; one that is stays as it is. */
export async function cancelExport(ctx: PortalCtx, input: { id: string }): Promise<ExportView> {
  const { id } = await getOwnJob(ctx, input.id);
  const { count } = await ctx.db.exportJob.updateMany({
    where: { id, state: { in: ACTIVE } },
    data: { state: "cancelled", finishedAt: ctx.now() },
  });
  if (count > 0) await dropPieces(ctx, id);
  return getExport(ctx, { id });
}

/** Also stops it: a worker finds nothing to go on with. */
export async function deleteExport(ctx: PortalCtx, input: { id: string }): Promise<null> {
  const { id } = await getOwnJob(ctx, input.id);
  const data = { state: "cancelled", finishedAt: ctx.now() };
  await ctx.db.exportJob.updateMany({ where: { id, state: { in: ACTIVE } }, data });
  // From now on it is not there; what cannot be deleted at once goes with what is over.
  await ctx.db.exportJob.updateMany({ where: { id }, data: { expiresAt: ctx.now() } });
  await dropExport(ctx, id);
  return null;
}
