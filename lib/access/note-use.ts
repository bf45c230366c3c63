import type { PortalCtx } from "../ctx.ts";
import { log } from "../log.ts";

const EVERY_MS = 60_000;
const MAX_TOKENS = 10_000;

interface Uses {
  /** When a token's use was last written, by the clock of `performance.now()`. */
  writtenAt: Map<string, number>;
  pending: Set<Promise<void>>;
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const USES = Symbol.for("logbook.token-uses");
const shared = globalThis as { [USES]?: Uses };

function uses(): Uses {
  return (shared[USES] ??= { writtenAt: new Map(), pending: new Set() });
}

/** Writes when and from where a token was last used, at most once a minute; nobody waits for it. */
export function noteUse(ctx: PortalCtx, input: { tokenId: string; address: string | null }): void {
  const { writtenAt, pending } = uses();
  const last = writtenAt.get(input.tokenId);
  if (last !== undefined && performance.now() - last < EVERY_MS) return;
  if (writtenAt.size >= MAX_TOKENS) writtenAt.clear();
  writtenAt.set(input.tokenId, performance.now());
  const writing = write(ctx, input).finally(() => pending.delete(writing));
  pending.add(writing);
}

/** Waits for the uses that are being written. */
export async function flushUses(): Promise<void> {
  await Promise.all(uses().pending);
}

async function write(
  ctx: PortalCtx,
  { tokenId, address }: { tokenId: string; address: string | null },
): Promise<void> {
  const { db, portalId } = ctx;
  try {
    const data = { lastUsedAt: ctx.now(), lastAddress: address };
    await db.apiToken.updateMany({ where: { id: tokenId, portalId }, data });
  } catch (error) {
    uses().writtenAt.delete(tokenId);
    log("warn", "access.use_not_noted", { requestId: ctx.requestId, id: tokenId, error });
  }
}
