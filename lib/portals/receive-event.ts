import type { EventForm } from "../b24/index.ts";
import { count } from "../counts.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { withTx, type Db } from "../db/index.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { enqueue } from "../queue/index.ts";
import { authenticateCall } from "./authenticate.ts";
import { keepClaim, takeTurn, type EventTurn } from "./event-turns.ts";
import { portalCtx } from "./internal.ts";

const KNOWN_EVENTS = new Set(["ONAPPINSTALL", "ONAPPUPDATE", "ONAPPUNINSTALL", "ONAPPPAYMENT"]);

/**
 * Stores what a lifecycle event says, when it carries the portal's application token. It never teaches tokens; an
 * uninstall suspends at once and leaves the rest to a job that asks the auth server. A forged one has no effect, and
 * repeated ones act no oftener than their turns allow.
 */
export async function receiveEvent(ctx: Ctx, form: EventForm): Promise<{ isAccepted: boolean }> {
  const portal = await authenticateCall(ctx, {
    memberId: form.auth.member_id,
    applicationToken: form.auth.application_token,
  });
  const name = form.event.toUpperCase();
  if (portal === null || !KNOWN_EVENTS.has(name)) {
    log("warn", "portal.event_ignored", { requestId: ctx.requestId, name });
    return { isAccepted: false };
  }
  const scoped = portalCtx(ctx, portal.id);
  const turn =
    name === "ONAPPUNINSTALL"
      ? await receiveUninstall(scoped, isClean(form.data["CLEAN"]))
      : await receiveChange(scoped);
  if (turn !== "now") count("events_repeated_total", { event: name });
  log("info", "portal.event", { requestId: ctx.requestId, portalId: portal.id, name, turn });
  return { isAccepted: true };
}

function isClean(value: unknown): boolean {
  return value === "1" || value === "Y";
}

// An installation or update wiped what was registered: the stored result must not pass for the present one.
async function receiveChange(ctx: PortalCtx): Promise<EventTurn> {
  return withTx(ctx.db, async (tx) => {
    const turn = await takeTurn(tx, { portalId: ctx.portalId, kind: "ONAPPUPDATE" });
    if (turn === "none") return turn;
    await tx.$executeRaw`UPDATE portal SET setup = setup - 'fingerprint' WHERE id = ${ctx.portalId}`;
    await enqueueAt(tx, { topic: "portal.setup", portalId: ctx.portalId, turn });
    return turn;
  });
}

async function receiveUninstall(ctx: PortalCtx, clean: boolean): Promise<EventTurn> {
  const { portalId } = ctx;
  return withTx(ctx.db, async (tx) => {
    const turn = await takeTurn(tx, { portalId, kind: "ONAPPUNINSTALL" });
    if (turn === "now") await suspend({ ...ctx, db: tx }, clean);
    else if (clean) await cleanToo({ ...ctx, db: tx });
    if (turn === "none") return turn;
    if (turn !== "now") await keepClaim(tx, portalId);
    await enqueueAt(tx, { topic: "portal.removed", portalId, turn });
    return turn;
  });
}

// A job that waits for its turn has a key of its own: it must not stand for one that is needed at once.
async function enqueueAt(
  tx: Db,
  input: { topic: "portal.setup" | "portal.removed"; portalId: bigint; turn: EventTurn },
): Promise<void> {
  const portalId = input.portalId.toString();
  const options =
    typeof input.turn === "object"
      ? { singletonKey: `${portalId}:later`, startAfterSeconds: input.turn.afterSeconds }
      : { singletonKey: portalId };
  await enqueue(tx, input.topic, { portalId }, options);
}

async function suspend(ctx: PortalCtx, clean: boolean): Promise<void> {
  await ctx.db.portal.updateMany({
    where: { id: ctx.portalId, NOT: { state: "removed" } },
    data: {
      state: "suspended",
      stateReason: "uninstalled",
      cleanAfter: clean ? graceEnd(ctx) : null,
      updatedAt: ctx.now(),
    },
  });
}

// Means something only when the removal is proven in the end; a portal that proves alive forgets it.
async function cleanToo(ctx: PortalCtx): Promise<void> {
  await ctx.db.portal.updateMany({
    where: { id: ctx.portalId, cleanAfter: null, NOT: { state: "removed" } },
    data: { cleanAfter: graceEnd(ctx) },
  });
}

function graceEnd(ctx: PortalCtx): Date {
  return new Date(ctx.now().getTime() + env().CLEAN_GRACE_HOURS * 3_600_000);
}
