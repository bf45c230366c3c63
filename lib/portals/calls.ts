import {
  callBatch,
  callRest,
  type BatchAnswer,
  type BatchCommand,
  type BatchItem,
  type PortalAnswer,
} from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError, type AppError } from "../errors.ts";
import type { Priority } from "./budget.ts";
import { assertMethodFree, noteOperating } from "./method-limits.ts";
import { noteFault } from "./note-fault.ts";
import { replaceDemoted, sendAsUser, sendInBackground, type Access } from "./send.ts";
import type { BackgroundToken } from "./tokens.ts";
import { waitForPermit } from "./wait-for-permit.ts";

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

/** Calls one method of the portal within its budget; throws `portal_*`, `auth_lost` and `auth_server_*` errors. */
export async function callPortal<T>(
  ctx: PortalCtx,
  input: CallPortalInput,
): Promise<CallAnswer<T>> {
  await enterBudget(ctx, [input.method], input.priority);
  const send = async (access: Access): Promise<PortalAnswer> =>
    callRest({
      ...access,
      method: input.method,
      params: input.params,
      api: input.api,
      timeoutMs: input.timeoutMs,
    });
  const answer =
    input.asUser === undefined
      ? (await sendInBackground(ctx, input, send)).answer
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
  const { items, token } = await sendBatch(ctx, input);
  for (let last = token; ;) {
    const forbidden = input.commands.filter(({ id }) => isForbidden(items.get(id)));
    if (forbidden.length === 0) return items;
    const isReplaced = await replaceDemoted(ctx, { ...input, method: "batch", token: last });
    // With `halt` the commands behind a refused one may build on it: those are the caller's to repeat.
    if (!isReplaced || input.halt) return items;
    try {
      const again = await sendBatch(ctx, { ...input, commands: forbidden });
      for (const [id, item] of again.items) items.set(id, item);
      last = again.token;
    } catch (error) {
      if (!isAppError(error)) throw error;
      // What the others became is known, so only the repeated ones share this fate.
      for (const { id } of forbidden) items.set(id, { ok: false, error });
      return items;
    }
  }
}

async function sendBatch(
  ctx: PortalCtx,
  input: BatchPortalInput,
): Promise<{ items: Map<string, BatchItem>; token: BackgroundToken }> {
  const methods = [...new Set(input.commands.map((command) => command.method))];
  await enterBudget(ctx, methods, input.priority);
  const sent = { ...input, method: "batch" };
  const { answer, token } = await sendInBackground(ctx, sent, async (access) =>
    callBatch({
      ...access,
      commands: input.commands,
      halt: input.halt,
      timeoutMs: input.timeoutMs,
    }),
  );
  await noteLimits(ctx, input.commands, answer);
  return { items: answer.items, token };
}

// Inside a batch a method that has used up its time is refused command by command.
async function noteLimits(
  ctx: PortalCtx,
  commands: BatchCommand[],
  { items, times }: BatchAnswer,
): Promise<void> {
  const latest = new Map(times.map(({ method, time }) => [method, time]));
  for (const [method, time] of latest) await noteOperating(ctx, { method, time });
  const refused = new Map<string, AppError>();
  for (const { id, method } of commands) {
    const item = items.get(id);
    const isLimited = item?.ok === false && item.error.code === "portal_operation_limited";
    if (isLimited) refused.set(method, item.error);
  }
  for (const [method, error] of refused) {
    await noteFault(ctx, { method, error, resetAt: latest.get(method)?.operating_reset_at });
  }
}

function isForbidden(item: BatchItem | undefined): boolean {
  return item?.ok === false && item.error.code === "portal_forbidden";
}

async function enterBudget(ctx: PortalCtx, methods: string[], priority: Priority): Promise<void> {
  await assertMethodFree(ctx, { methods, priority });
  await waitForPermit(ctx, priority);
}
