import type { PortalCtx } from "../ctx.ts";
import { AppError } from "../errors.ts";

/** Streams at a time: of one token or person, and of the whole process. */
export const STREAM_LIMITS = { each: 5, all: 200 };

// Next bundles this module more than once per process; the symbol is shared by all copies.
const PLACES = Symbol.for("logbook.stream-places");
const shared = globalThis as { [PLACES]?: Map<string, number> };

/** Takes a place for one more stream; gives what frees it, once. Throws `too_many_requests`. */
export function takePlace({ portalId, actor }: PortalCtx): () => void {
  const places = (shared[PLACES] ??= new Map<string, number>());
  const holder = `${portalId} ${nameOf(actor)}`;
  const own = places.get(holder) ?? 0;
  const all = [...places.values()].reduce((sum, count) => sum + count, 0);
  if (own >= STREAM_LIMITS.each) {
    throw tooMany(`At most ${STREAM_LIMITS.each} streams can be open for one token or person.`);
  }
  if (all >= STREAM_LIMITS.all) throw tooMany("Too many streams are open. Please try again later.");
  places.set(holder, own + 1);
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    const left = (places.get(holder) ?? 1) - 1;
    if (left === 0) places.delete(holder);
    else places.set(holder, left);
  };
}

function nameOf(actor: PortalCtx["actor"]): string {
  if (actor.kind === "token") return `token ${actor.tokenId}`;
  return actor.kind === "user" ? `user ${actor.userId}` : actor.kind;
}

function tooMany(message: string): AppError {
  return new AppError("too_many_requests", message, { retryAfterMs: 10_000 });
}
