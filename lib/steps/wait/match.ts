import {
  eventTypeOf,
  moveWatch,
  readWatched,
  unwatchEntries,
  type WatchedEntry,
  type WatchedPage,
} from "../../archive/index.ts";
import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { allOf, evaluate, type Node } from "../../filter/index.ts";
import { getPortal, type Portal } from "../../portals/index.ts";
import { settleRun } from "../../runs/index.ts";
import { readQuery } from "../search/query.ts";
import { LIMIT_UNREADABLE, SWITCHED_OFF } from "../search/texts.ts";
import { foundResult } from "./found-result.ts";
import { dropWait, openWaits, type Wait } from "./waits.ts";

/** Compares what was stored for the portal with what its runs wait for, and ends those that have it. */
export async function matchWaits(
  ctx: PortalCtx,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const page = await readWatched(ctx);
    if (page === null) return;
    // After the page: whoever is waiting since then has looked at its entries himself.
    const waits = await openWaits(ctx);
    if (waits.length === 0) return stopWatching(ctx);
    if (page.entries.length > 0) await matchPage(ctx, { page, waits });
    await moveWatch(ctx, { seenSeq: page.lastSeq });
    if (!page.hasMore) return;
  }
}

async function stopWatching(ctx: PortalCtx): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const scoped = { ...ctx, db: tx };
    const isUnused = async (): Promise<boolean> => (await openWaits(scoped)).length === 0;
    await unwatchEntries(scoped, { isUnused });
  });
}

async function matchPage(
  ctx: PortalCtx,
  { page, waits }: { page: WatchedPage; waits: Wait[] },
): Promise<void> {
  const portal = await getPortal(ctx);
  const limit = readQuery(portal.stepsQuery ?? "");
  for (const wait of waits) {
    if (!portal.stepsReadLog) await fail(ctx, wait, SWITCHED_OFF[wait.lang]);
    else if (!limit.ok) await fail(ctx, wait, LIMIT_UNREADABLE[wait.lang]);
    else await matchOne(ctx, { page, wait, portal, limit: limit.node });
  }
}

interface One {
  page: WatchedPage;
  wait: Wait;
  portal: Portal;
  /** What administrators let processes see. */
  limit: Node | null;
}

async function matchOne(ctx: PortalCtx, { page, wait, portal, limit }: One): Promise<void> {
  const query = readQuery(wait.query);
  if (!query.ok) return fail(ctx, wait, query.text[wait.lang]);
  const node = allOf([limit, query.node]);
  const clock = { now: ctx.now(), zone: wait.zone };
  const fits = ({ entry, row }: WatchedEntry): boolean =>
    Date.parse(entry.at) >= wait.fromAt.getTime() &&
    evaluate(node, row, {
      ...clock,
      userName: page.namesOf,
      typeTitle: (code) => Object.values(eventTypeOf(code).title),
    });
  const found = page.entries.find(fits);
  if (found === undefined) return;
  const { users } = page;
  const result = foundResult(ctx, { wait, portal, entry: found.entry, users });
  await settleRun(ctx, { runId: wait.runId, calledAt: wait.calledAt, by: "work", ...result });
  await dropWait(ctx, wait);
}

async function fail(ctx: PortalCtx, wait: Wait, message: string): Promise<void> {
  const { runId, calledAt } = wait;
  const values = { found: "N", count: 0 };
  await settleRun(ctx, { runId, calledAt, by: "work", outcome: "failure", message, values });
  await dropWait(ctx, wait);
}
