import type { PortalCtx } from "../ctx.ts";

/** The bytes of a file from a place on, piece by piece. */
export async function* readParts(
  ctx: PortalCtx,
  { id, from = 0 }: { id: string; from?: number },
): AsyncGenerator<Uint8Array> {
  const first = await ctx.db.exportChunk.findFirst({
    where: { exportId: id, portalId: ctx.portalId, startByte: { lte: from } },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  if (first === null) return;
  for (let { number } = first; ; number += 1) {
    const part = await ctx.db.exportChunk.findFirst({
      where: { exportId: id, portalId: ctx.portalId, number },
    });
    if (part === null) return;
    const skip = Math.max(0, from - Number(part.startByte));
    yield skip === 0 ? part.bytes : part.bytes.subarray(skip);
  }
}
