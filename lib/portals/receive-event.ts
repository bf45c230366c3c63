import type { EventForm } from "../b24/index.ts";
import { count } from "../counts.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { withTx, type Db } from "../db/index.ts";
import { env } from "../env.ts";
import { invalidInput, type AppError } from "../errors.ts";
import { log } from "../log.ts";
import { noteEvent, noteRefusal, toArrivalFacts } from "../events/index.ts";
import { enqueue } from "../queue/index.ts";
import { authenticateCall } from "./authenticate.ts";
import { keepClaim, takeTurn, type EventTurn } from "./event-turns.ts";
import { portalCtx } from "./internal.ts";
import { maskInput } from "./mask-input.ts";

export const EVENT_PATH = "/b24/event";
const KNOWN_EVENTS = new Set(["ONAPPINSTALL", "ONAPPUPDATE", "ONAPPUNINSTALL", "ONAPPPAYMENT"]);

/** `error` is null when the call's token is not the portal's. */
export type EventReceipt = { isAccepted: true } | { isAccepted: false; error: AppError | null };

/**
 * Stores what a lifecycle event says, when it carries the portal's application token. It never teaches tokens; an
 * uninstall suspends at once and leaves the rest to a job that asks the auth server. A forged one has no effect, and
 * repeated ones act no oftener than their turns allow.
 */
export async function receiveEvent(ctx: Ctx, form: EventForm): Promise<EventReceipt> {
  const portal = await authenticateCall(ctx, {
    memberId: form.auth.member_id,
    applicationToken: form.auth.application_token,
  });
  const name = form.event.toUpperCase();
  if (portal === null || !KNOWN_EVENTS.has(name)) {
    log("warn", "portal.event_ignored", { requestId: ctx.requestId, name });
    return { isAccepted: false, error: portal && invalidInput("The app asked for no such event.") };
  }
  const scoped = portalCtx(ctx, portal.id);
  const input = {
    name,
    isClean: isClean(form.data["CLEAN"]),
    request: await maskInput(scoped, form),
  };
  const turn = await withTx(ctx.db, async (tx) => actOn({ ...scoped, db: tx }, input));
  if (turn !== "now") count("events_repeated_total", { event: name });
  log("info", "portal.event", { requestId: ctx.requestId, portalId: portal.id, name, turn });
  return { isAccepted: true };
}

interface ReceivedEvent {
  name: string;
  isClean: boolean;
  /** Masked JSON. */
  request: string;
}

async function actOn(tx: PortalCtx, event: ReceivedEvent): Promise<EventTurn> {
  const turn =
    event.name === "ONAPPUNINSTALL"
      ? await receiveUninstall(tx, event.isClean)
      : await receiveChange(tx);
  const record = { eventName: event.name, webhookId: EVENT_PATH, input: event.request };
  if (turn === "none") {
    const message = "The event came before within five minutes: it has no effect of its own.";
    await noteRefusal(tx, {
      status: "EVENT_DUPLICATE",
      isProven: true,
      describe: async () => Promise.resolve({ ...record, message }),
    });
    return turn;
  }
  const message =
    turn === "now"
      ? "The event was stored."
      : `The event came before within five minutes: it is acted on in ${turn.afterSeconds} s.`;
  const thing = tx.requestId;
  await noteEvent(tx, {
    ...record,
    ...toArrivalFacts(tx),
    thing,
    status: "EVENT_SUCCESS",
    message,
  });
  return turn;
}

function isClean(value: unknown): boolean {
  return value === "1" || value === "Y";
}

// An installation or update wiped what was registered: the stored result must not pass for the present one.
async function receiveChange({ db: tx, portalId }: PortalCtx): Promise<EventTurn> {
  const turn = await takeTurn(tx, { portalId, kind: "ONAPPUPDATE" });
  if (turn === "none") return turn;
  await tx.$executeRaw`UPDATE portal SET setup = setup - 'fingerprint' WHERE id = ${portalId}`;
  await enqueueAt(tx, { topic: "portal.setup", portalId, turn });
  return turn;
}

async function receiveUninstall(ctx: PortalCtx, clean: boolean): Promise<EventTurn> {
  const { portalId, db: tx } = ctx;
  const turn = await takeTurn(tx, { portalId, kind: "ONAPPUNINSTALL" });
  if (turn === "now") await suspend(ctx, clean);
  else if (clean) await cleanToo(ctx);
  if (turn === "none") return turn;
  if (turn !== "now") await keepClaim(tx, portalId);
  await enqueueAt(tx, { topic: "portal.removed", portalId, turn });
  return turn;
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
