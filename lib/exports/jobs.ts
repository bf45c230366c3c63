import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { getOwnJob, ownerOf, toExportView } from "./internal.ts";
import { EXPORT_LIMITS, type ExportView } from "./shared.ts";

/** The viewer's exports, the newest first. */
export async function listExports(ctx: PortalCtx): Promise<{ items: ExportView[] }> {
  const jobs = await ctx.db.exportJob.findMany({
    where: { portalId: ctx.portalId, userId: ownerOf(ctx), expiresAt: { gt: ctx.now() } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: EXPORT_LIMITS.kept,
  });
  return { items: jobs.map(toExportView) };
}

export async function getExport(ctx: PortalCtx, input: { id: string }): Promise<ExportView> {
  return toExportView(await getOwnJob(ctx, input.id));
}

/** Stops an export that is not ready yet; one that is stays as it is. */
export async function cancelExport(ctx: PortalCtx, input: { id: string }): Promise<ExportView> {
  const { id } = await getOwnJob(ctx, input.id);
  await withTx(ctx.db, async (tx) => {
    const { count } = await tx.exportJob.updateMany({
      where: { id, state: { in: ["waiting", "running"] } },
      data: { state: "cancelled", finishedAt: ctx.now() },
    });
    if (count > 0) await tx.exportChunk.deleteMany({ where: { exportId: id } });
  });
  return getExport(ctx, { id });
}

/** Also stops it: a worker finds nothing to go on with. */
export async function deleteExport(ctx: PortalCtx, input: { id: string }): Promise<null> {
  const { id } = await getOwnJob(ctx, input.id);
  await ctx.db.exportJob.deleteMany({ where: { id } });
  return null;
}
