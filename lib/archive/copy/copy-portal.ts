import type { PortalCtx } from "../../ctx.ts";
import { isAppError } from "../../errors.ts";
import { log } from "../../log.ts";
import { getPortal, type Priority } from "../../portals/index.ts";
import { backfill } from "./backfill.ts";
import { lookUpNames } from "./look-up-names.ts";
import { readTail } from "./read-tail.ts";
import { noteFailure } from "./refusals.ts";
import { openSession, readState, type CopySession } from "./session.ts";

export interface CopySlice {
  /** `busy`: somebody else holds the lease; `closed`: the portal cannot be called now. */
  outcome: "done" | "failed" | "busy" | "closed";
  stored: number;
  /** Something is left to be loaded now. */
  isMore: boolean;
  /** When to look for new entries again; null when it is not for this caller to say. */
  nextMs: number | null;
}

const NOTHING = { stored: 0, isMore: false, nextMs: null };

/**
 * One slice of copying a portal's log: first the newest page, so that there is something to read within seconds, then
 * what is new, then what is older, newest first. What the portal refuses is written down and tried again later.
 */
export async function copyPortal(
  ctx: PortalCtx,
  input: { signal?: AbortSignal; sliceMs: number },
): Promise<CopySlice> {
  return withSession(ctx, { ...input, priority: "background" }, async (session) => {
    await readTail(session);
    // However long that took, something older is loaded too.
    return backfill(session, performance.now() + input.sliceMs);
  });
}

type Work = (session: CopySession) => Promise<boolean>;

/** Works while holding the portal's lease; nothing when somebody else holds it or the portal cannot be called. */
export async function withSession(
  ctx: PortalCtx,
  input: { signal?: AbortSignal | undefined; priority: Priority },
  work: Work,
): Promise<CopySlice> {
  // In every other state it waits for its administrator, whose cure starts the copying anew.
  if ((await getPortal(ctx)).state !== "active") return { ...NOTHING, outcome: "closed" };
  const session = await openSession(ctx, input);
  if (session === null) return { ...NOTHING, outcome: "busy" };
  let slice: CopySlice;
  try {
    const isMore = await work(session);
    slice = { outcome: "done", stored: session.stored, isMore, nextMs: session.copy.intervalMs };
  } catch (error) {
    input.signal?.throwIfAborted();
    const isTaken = session.signal.aborted || isAppError(error, "conflict");
    if (!isTaken) await noteFailure(session, error);
    if (!isTaken && !isAppError(error)) throw error;
    slice = { ...NOTHING, outcome: isTaken ? "busy" : "failed", stored: session.stored };
  } finally {
    await session.close();
  }
  await lookUpNames(ctx, session);
  return slice;
}

/** Works beside whoever holds the lease: only what stays true in any order may be written so. */
export async function withoutLease(ctx: PortalCtx, work: Work): Promise<CopySlice> {
  const copy = await readState(ctx);
  const { state } = await getPortal(ctx);
  if (copy === null || state !== "active") return { ...NOTHING, outcome: "closed" };
  const session: CopySession = {
    ...{ ctx, copy, owner: null, priority: "interactive", stored: 0, userIds: new Set() },
    storesSingly: false,
    signal: new AbortController().signal,
    close: () => Promise.resolve(),
  };
  try {
    const isMore = await work(session);
    await lookUpNames(ctx, session);
    return { outcome: "done", stored: session.stored, isMore, nextMs: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "archive.span_not_loaded", { portalId: ctx.portalId, code: error.code });
    return { ...NOTHING, outcome: "failed", stored: session.stored };
  }
}
