import type { LogEntry } from "./read-log.ts";
import type { CopySession } from "./session.ts";

/**
 * The entries that are not stored yet under the numbers of a former epoch: a portal that was restored counts anew
 * from an older state of its log, and shows again what it had before.
 */
export async function withoutFormer(
  { ctx, copy }: CopySession,
  rows: readonly LogEntry[],
): Promise<readonly LogEntry[]> {
  const times = rows.flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
  if (copy.epoch === 0 || times.length === 0) return rows;
  const ids = rows.map(({ id }) => id);
  const [low, high] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time));
  const found = await ctx.db.$queryRaw<{ id: bigint; at: Date }[]>`
    SELECT portal_entry_id AS id, at FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0 AND epoch < ${copy.epoch}
      AND portal_entry_id = ANY(${ids}) AND at BETWEEN ${low} AND ${high}`;
  const former = new Set(found.map(({ id, at }) => `${id} ${at.getTime()}`));
  return rows.filter(({ id, at }) => at === null || !former.has(`${id} ${at.getTime()}`));
}
