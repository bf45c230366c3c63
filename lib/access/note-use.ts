import type { Ctx, PortalCtx } from "../ctx.ts";
import { log } from "../log.ts";
import { TOKEN_REFUSALS, type TokenRefusal } from "./shared.ts";

const EVERY_MS = 60_000;
const MAX_NOTES = 10_000;

interface Uses {
  /** When a token's use or refusal was last written, by the clock of `performance.now()`. */
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
  const { tokenId, address } = input;
  const data = { lastUsedAt: ctx.now(), lastAddress: address };
  noteRarely(ctx, { tokenId, key: tokenId, data });
}

export interface Refused {
  tokenId: string;
  address: string | null;
  reason: TokenRefusal;
}

/** Writes when, from where and why a token was last refused; the same reason again at most once a minute. */
export function noteRefusal(ctx: Ctx, { tokenId, address, reason }: Refused): void {
  const { writtenAt } = uses();
  for (const other of TOKEN_REFUSALS) if (other !== reason) writtenAt.delete(`${tokenId} ${other}`);
  const data = { refusedAt: ctx.now(), refusedAddress: address, refusedFor: reason };
  noteRarely(ctx, { tokenId, key: `${tokenId} ${reason}`, data });
}

/** Waits for what is being written. */
export async function flushUses(): Promise<void> {
  await Promise.all(uses().pending);
}

interface Note {
  tokenId: string;
  /** What is written at most once a minute. */
  key: string;
  data: Parameters<Ctx["db"]["apiToken"]["updateMany"]>[0]["data"];
}

function noteRarely(ctx: Ctx, note: Note): void {
  const { writtenAt, pending } = uses();
  const last = writtenAt.get(note.key);
  if (last !== undefined && performance.now() - last < EVERY_MS) return;
  if (writtenAt.size >= MAX_NOTES) writtenAt.clear();
  writtenAt.set(note.key, performance.now());
  const writing = write(ctx, note).finally(() => pending.delete(writing));
  pending.add(writing);
}

async function write(ctx: Ctx, { tokenId, key, data }: Note): Promise<void> {
  try {
    await ctx.db.apiToken.updateMany({ where: { id: tokenId }, data });
  } catch (error) {
    uses().writtenAt.delete(key);
    log("warn", "access.use_not_noted", { requestId: ctx.requestId, id: tokenId, error });
  }
}
