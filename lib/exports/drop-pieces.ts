import type { Ctx } from "../ctx.ts";
import { log } from "../log.ts";

// A piece is stored in thousands of rows: all of a large file at once would take longer than a statement may.
const AT_ONCE = 32;

/** Deletes the bytes of a file that nobody writes any more; false, and told, when not all of them could be. */
export async function dropPieces(ctx: Ctx, id: string): Promise<boolean> {
  try {
    while ((await dropSome(ctx, id)) === AT_ONCE);
    await ctx.db.exportJob.updateMany({ where: { id }, data: { parts: 0 } });
    return true;
  } catch (error) {
    log("error", "export.drop_failed", { requestId: ctx.requestId, id, error });
    return false;
  }
}

/** Deletes a file with all that is known of it. */
export async function dropExport(ctx: Ctx, id: string): Promise<boolean> {
  if (!(await dropPieces(ctx, id))) return false;
  await ctx.db.exportJob.deleteMany({ where: { id } });
  return true;
}

async function dropSome({ db }: Ctx, id: string): Promise<number> {
  return db.$executeRaw`DELETE FROM export_chunk WHERE export_id = ${id}::uuid AND number IN (
    SELECT number FROM export_chunk WHERE export_id = ${id}::uuid ORDER BY number LIMIT ${AT_ONCE})`;
}
