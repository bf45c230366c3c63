import { setTimeout as delay } from "node:timers/promises";
import {
  callBatch,
  callRest,
  isTokenFault,
  type BatchCommand,
  type BatchItem,
  type OnExchange,
  type PortalAnswer,
} from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { AppError, isAppError } from "../errors.ts";
import { assertMethodFree, bookCalls, noteOperating, takePermit, type Priority } from "./budget.ts";
import { getPortal, type Portal } from "./internal.ts";
import { loseAdmin } from "./lose-admin.ts";
import { noteFault } from "./note-fault.ts";
import { recordCall } from "./record-call.ts";
import { getBackgroundToken, type BackgroundToken } from "./tokens.ts";

const LOST_RIGHTS = "rights";
const PATIENCE_MS: Record<Priority, number> = {
  interactive: 10_000,
  completion: 0,
  line: 0,
  background: 60_000,
};

export interface CallPortalInput {
  method: string;
  params?: Record<string, unknown>;
  api?: "v2" | "v3";
  priority: Priority;
  timeoutMs?: number;
  /** A viewer's own token: used as it is, never renewed here. */
  asUser?: { accessToken: string };
  /** Runs that the call is for, when they are not the context's. */
  runIds?: string[];
}

export interface CallAnswer<T> {
  result: T;
  total?: number | undefined;
  next?: number | undefined;
}

interface Access {
  portal: Portal;
  accessToken: string;
  onExchange: OnExchange;
}

/** Calls one method of the portal within its budget; throws `portal_*`, `auth_lost` and `auth_server_*` errors. */
export async function callPortal<T>(
  ctx: PortalCtx,
  input: CallPortalInput,
): Promise<CallAnswer<T>> {
  await enterBudget(ctx, [input.method], input.priority);
  const send = async ({ portal, ...access }: Access): Promise<PortalAnswer> =>
    callRest({
      ...access,
      clientEndpoint: portal.clientEndpoint,
      method: input.method,
      params: input.params,
      api: input.api,
      timeoutMs: input.timeoutMs,
    });
  const answer =
    input.asUser === undefined
      ? await sendInBackground(ctx, input, send)
      : await sendAsUser(ctx, { ...input, ...input.asUser }, send);
  await noteOperating(ctx, { method: input.method, time: answer.time });
  return { result: answer.result as T, total: answer.total, next: answer.next };
}

export interface BatchPortalInput {
  commands: BatchCommand[];
  halt: boolean;
  priority: Priority;
  timeoutMs?: number;
  /** Runs that the commands are for, when they are not the context's. */
  runIds?: string[];
}

/** Sends up to 50 v2 commands as one request, which costs one permit; each command has its own result. */
export async function batchPortal(
  ctx: PortalCtx,
  input: BatchPortalInput,
): Promise<Map<string, BatchItem>> {
  const methods = [...new Set(input.commands.map((command) => command.method))];
  await enterBudget(ctx, methods, input.priority);
  const sent = { ...input, method: "batch" };
  const answer = await sendInBackground(ctx, sent, async ({ portal, ...access }) =>
    callBatch({
      ...access,
      clientEndpoint: portal.clientEndpoint,
      commands: input.commands,
      halt: input.halt,
      timeoutMs: input.timeoutMs,
    }),
  );
  const latest = new Map(answer.times.map((item) => [item.method, item.time]));
  for (const [method, time] of latest) await noteOperating(ctx, { method, time });
  await noteRefusedMethods(ctx, input.commands, answer.items);
  return answer.items;
}

// Inside a batch a method that has used up its time is refused command by command.
async function noteRefusedMethods(
  ctx: PortalCtx,
  commands: BatchCommand[],
  items: Map<string, BatchItem>,
): Promise<void> {
  const refused = new Map<string, AppError>();
  for (const { id, method } of commands) {
    const item = items.get(id);
    const isLimited = item?.ok === false && item.error.code === "portal_operation_limited";
    if (isLimited) refused.set(method, item.error);
  }
  for (const [method, error] of refused) await noteFault(ctx, { method, error });
}

async function enterBudget(ctx: PortalCtx, methods: string[], priority: Priority): Promise<void> {
  await assertMethodFree(ctx, { methods, priority });
  await waitForPermit(ctx, priority);
}

async function waitForPermit(ctx: PortalCtx, priority: Priority): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS[priority];
  for (;;) {
    const waitMs = await takePermit(ctx, priority);
    if (waitMs === null) return;
    if (performance.now() + waitMs > giveUpAt) {
      throw new AppError("portal_rate_limited", "The portal's request budget is used up.", {
        retryAfterMs: waitMs,
      });
    }
    await delay(waitMs);
  }
}

interface SendInput {
  method: string;
  priority: Priority;
  runIds?: string[];
}

function recorder(ctx: PortalCtx, input: SendInput & { attempt: number }): OnExchange {
  const { attempt, priority, runIds } = input;
  return (exchange) => recordCall(ctx, { exchange, attempt, priority, runIds });
}

async function sendAsUser<T>(
  ctx: PortalCtx,
  input: SendInput & { accessToken: string },
  send: (access: Access) => Promise<T>,
): Promise<T> {
  const { accessToken, method } = input;
  const onExchange = recorder(ctx, { ...input, attempt: 1 });
  try {
    return await send({ portal: await getPortal(ctx), accessToken, onExchange });
  } catch (error) {
    if (!isTokenFault(error) && !isAppError(error, "portal_user_lost")) {
      await noteFault(ctx, { method, error });
    }
    throw error;
  }
}

// A refused token is renewed once, an administrator who is lost or was demoted is replaced by the next one, a portal
// that moved tells its new address with the renewal. Everything else leaves with what it means for the whole portal
// written down, also when it is the auth server that says so.
async function sendInBackground<T>(
  ctx: PortalCtx,
  input: SendInput,
  send: (access: Access) => Promise<T>,
): Promise<T> {
  const refuse = async (error: unknown): Promise<never> => {
    await noteFault(ctx, { method: input.method, error });
    throw error;
  };
  let token: BackgroundToken = await getBackgroundToken(ctx).catch(refuse);
  let isRenewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const { accessToken } = token;
    const onExchange = recorder(ctx, { ...input, attempt });
    try {
      return await send({ portal: await getPortal(ctx), accessToken, onExchange });
    } catch (error) {
      const fault: BackgroundFault = { ...input, error, token, isRenewed };
      const next = await nextToken(ctx, fault).catch(refuse);
      if (next === null) return refuse(error);
      isRenewed ||= next.userId === token.userId;
      token = next;
      // The refused call has cost its permit: the portal counts each one.
      await waitForPermit(ctx, input.priority);
    }
  }
}

interface BackgroundFault extends SendInput {
  error: unknown;
  token: BackgroundToken;
  isRenewed: boolean;
}

async function nextToken(ctx: PortalCtx, input: BackgroundFault): Promise<BackgroundToken | null> {
  const { error, token, isRenewed } = input;
  const canRenew = isTokenFault(error) || isAppError(error, "portal_moved");
  if (canRenew && !isRenewed) return getBackgroundToken(ctx, { refused: token });
  const reason = await whyLost(ctx, input);
  if (reason === null) return null;
  await loseAdmin(ctx, { userId: token.userId, reason });
  return getBackgroundToken(ctx).catch((lost: unknown) => {
    // With nobody left to try, the portal's own refusal says more than our lack of access.
    if (reason === LOST_RIGHTS && isAppError(lost, "auth_lost")) return null;
    throw lost;
  });
}

async function whyLost(ctx: PortalCtx, input: BackgroundFault): Promise<string | null> {
  const { error } = input;
  if (isAppError(error, "portal_user_lost")) return error.platformCode ?? error.code;
  if (!isAppError(error, "portal_forbidden")) return null;
  return (await isDemoted(ctx, input)) ? LOST_RIGHTS : null;
}

// A plan or a method's own rule may forbid a call too. Without a clear answer the refusal itself stands.
async function isDemoted(ctx: PortalCtx, input: BackgroundFault): Promise<boolean> {
  const { clientEndpoint } = await getPortal(ctx);
  const { accessToken } = input.token;
  const method = "user.admin";
  await bookCalls(ctx, 1);
  try {
    const onExchange = recorder(ctx, { ...input, attempt: 1 });
    const answer = await callRest({ clientEndpoint, accessToken, method, onExchange });
    return answer.result === false;
  } catch (error) {
    if (!isAppError(error)) throw error;
    await noteFault(ctx, { method, error });
    return false;
  }
}
