import type { Exchange, OnExchange } from "../b24/index.ts";
import type { Ctx } from "../ctx.ts";
import { log } from "../log.ts";
import { bookCalls } from "./budget.ts";
import { portalCtx } from "./internal.ts";
import { recordCall } from "./record-call.ts";

export interface HeldCalls {
  onExchange: OnExchange;
  /** Set by whoever proved which portal the calls belong to. */
  memberId: string | null;
}

/**
 * Does work whose calls prove their portal first, and keeps them once it is known. Calls with a token that proved
 * nothing belong to no portal: nobody may fill a portal's log with them.
 */
export async function holdCalls<T>(ctx: Ctx, work: (calls: HeldCalls) => Promise<T>): Promise<T> {
  const held: Exchange[] = [];
  const calls: HeldCalls = { memberId: null, onExchange: (exchange) => held.push(exchange) };
  try {
    return await work(calls);
  } finally {
    if (calls.memberId !== null) await keepHeld(ctx, { memberId: calls.memberId, held });
  }
}

async function keepHeld(ctx: Ctx, input: { memberId: string; held: Exchange[] }): Promise<void> {
  try {
    const { memberId } = input;
    const portal = await ctx.db.portal.findUnique({ where: { memberId }, select: { id: true } });
    if (portal === null) return;
    const scoped = portalCtx(ctx, portal.id);
    for (const exchange of input.held) recordCall(scoped, { exchange });
    await bookCalls(scoped, input.held.filter(({ api }) => api !== "auth").length);
  } catch (error) {
    log("warn", "rest_log.not_recorded", { requestId: ctx.requestId, error });
  }
}
