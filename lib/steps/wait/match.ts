import { setImmediate } from "node:timers/promises";
import {
  eventTitles,
  moveWatch,
  namesOfUsers,
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
import { dropWait, earliestWait, openWaits, type Wait } from "./waits.ts";

/** Compares what was stored for the portal with what its runs wait for, and ends those that have it. */
export async function matchWaits(
  ctx: PortalCtx,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const page = await readWatched(ctx, { earliest: earliestWait });
    if (page === null) return;
    // After the page: whoever is waiting since then has looked at its entries himself.
    const waits = await openWaits(ctx);
    if (waits.length === 0) return stopWatching(ctx);
    if (page.entries.length > 0) await matchPage(ctx, { page, waits, signal });
    await moveWatch(ctx, page);
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

interface PageInput {
  page: WatchedPage;
  waits: Wait[];
  signal: AbortSignal;
}

async function matchPage(ctx: PortalCtx, { page, waits, signal }: PageInput): Promise<void> {
  const portal = await getPortal(ctx);
  const limit = readQuery(portal.stepsQuery ?? "");
  const asked = waits.map((wait) => ({ wait, query: readQuery(wait.query) }));
  const nodes = [limit, ...asked.map(({ query }) => query)];
  const needsNames = nodes.some((query) => query.ok && asksForNames(query.node));
  const namesOf = needsNames ? await namesOfUsers(ctx, page) : () => [];
  for (const { wait, query } of asked) {
    // Other work of the worker has its turn: thousands of comparisons take seconds.
    await setImmediate();
    signal.throwIfAborted();
    if (!portal.stepsReadLog) await fail(ctx, wait, SWITCHED_OFF[wait.lang]);
    else if (!limit.ok) await fail(ctx, wait, LIMIT_UNREADABLE[wait.lang]);
    else if (!query.ok) await fail(ctx, wait, query.text[wait.lang]);
    else
      await matchOne(ctx, { page, wait, portal, node: allOf([limit.node, query.node]), namesOf });
  }
}

/** Words may be a name, and a user may be asked for by his. */
function asksForNames(node: Node | null): boolean {
  if (node === null) return false;
  if (node.kind === "text") return true;
  if (node.kind === "not") return asksForNames(node.item);
  if (node.kind === "field") return node.test.kind === "userName";
  return node.items.some(asksForNames);
}

interface One {
  page: WatchedPage;
  wait: Wait;
  portal: Portal;
  node: Node | null;
  namesOf: (userId: number) => readonly string[];
}

async function matchOne(ctx: PortalCtx, input: One): Promise<void> {
  const { page, wait, portal, node, namesOf } = input;
  const clock = { now: ctx.now(), zone: wait.zone };
  const fits = ({ entry, row }: WatchedEntry): boolean =>
    Date.parse(entry.at) >= wait.fromAt.getTime() &&
    evaluate(node, row, {
      ...clock,
      userName: namesOf,
      typeTitle: eventTitles,
    });
  const found = page.entries.find(fits);
  if (found === undefined) return;
  const result = foundResult(ctx, { wait, portal, entry: found.entry, users: page.users });
  await settleRun(ctx, { runId: wait.runId, calledAt: wait.calledAt, by: "work", ...result });
  await dropWait(ctx, wait);
}

async function fail(ctx: PortalCtx, wait: Wait, message: string): Promise<void> {
  const { runId, calledAt } = wait;
  const values = { found: "N", count: 0 };
  await settleRun(ctx, { runId, calledAt, by: "work", outcome: "failure", message, values });
  await dropWait(ctx, wait);
}
