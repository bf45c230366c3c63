import { callRest, isTokenFault, type OnExchange } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { bookCalls, type Priority } from "./budget.ts";
import { getPortal } from "./internal.ts";
import { loseAdmin } from "./lose-admin.ts";
import { noteFault } from "./note-fault.ts";
import { recordExchange } from "./record-call.ts";
import { getBackgroundToken, type BackgroundToken } from "./tokens.ts";
import { waitForPermit } from "./wait-for-permit.ts";

const LOST_RIGHTS = "rights";

export interface Access {
  clientEndpoint: string;
  accessToken: string;
  onExchange: OnExchange;
}

interface SendInput {
  method: string;
  priority: Priority;
  runIds?: string[];
}

interface RecordInput extends SendInput {
  attempt: number;
  access: Omit<Access, "onExchange">;
}

/** Sends once; the call is in the log before its answer is used. */
async function sendRecorded<T>(
  ctx: PortalCtx,
  input: RecordInput,
  send: (access: Access) => Promise<T>,
): Promise<T> {
  const { access, attempt, priority, runIds } = input;
  const kept: Promise<void>[] = [];
  const onExchange: OnExchange = (exchange) => {
    kept.push(recordExchange(ctx, { exchange, attempt, priority, runIds }));
  };
  try {
    return await send({ ...access, onExchange });
  } finally {
    await Promise.all(kept);
  }
}

/** Sends with a viewer's own token, which is never renewed here. */
export async function sendAsUser<T>(
  ctx: PortalCtx,
  input: SendInput & { accessToken: string },
  send: (access: Access) => Promise<T>,
): Promise<T> {
  const { accessToken, method } = input;
  try {
    const { clientEndpoint } = await getPortal(ctx);
    const access = { clientEndpoint, accessToken };
    return await sendRecorded(ctx, { ...input, attempt: 1, access }, send);
  } catch (error) {
    if (!isTokenFault(error) && !isAppError(error, "portal_user_lost")) {
      await noteFault(ctx, { method, error });
    }
    throw error;
  }
}

/**
 * Sends with an administrator's token. A refused one is renewed once, an administrator who is lost or was demoted is
 * replaced by the next one, a portal that moved tells its new address with the renewal. Everything else leaves with
 * what it means for the whole portal written down, also when it is the auth server that says so.
 */
export async function sendInBackground<T>(
  ctx: PortalCtx,
  input: SendInput,
  send: (access: Access) => Promise<T>,
): Promise<{ answer: T; token: BackgroundToken }> {
  const refuse = async (error: unknown): Promise<never> => {
    await noteFault(ctx, { method: input.method, error });
    throw error;
  };
  let token: BackgroundToken = await getBackgroundToken(ctx).catch(refuse);
  let isRenewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const { accessToken, clientEndpoint } = token;
    const access = { clientEndpoint, accessToken };
    try {
      return { answer: await sendRecorded(ctx, { ...input, attempt, access }, send), token };
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

interface SentWith extends SendInput {
  token: BackgroundToken;
}

/** After a command inside a batch was forbidden: true when its administrator was demoted and another one took over. */
export async function replaceDemoted(ctx: PortalCtx, input: SentWith): Promise<boolean> {
  if (!(await isDemoted(ctx, input))) return false;
  const { userId } = input.token;
  await loseAdmin(ctx, { userId, reason: LOST_RIGHTS });
  try {
    return (await getBackgroundToken(ctx)).userId !== userId;
  } catch (error) {
    // With nobody left, or nobody to ask for now, the portal's refusal of the command stands.
    if (isAppError(error)) return false;
    throw error;
  }
}

interface BackgroundFault extends SentWith {
  error: unknown;
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
async function isDemoted(ctx: PortalCtx, input: SentWith): Promise<boolean> {
  const { accessToken, clientEndpoint } = input.token;
  const method = "user.admin";
  await bookCalls(ctx, 1);
  try {
    const access = { clientEndpoint, accessToken };
    const answer = await sendRecorded(ctx, { ...input, attempt: 1, access }, async (given) =>
      callRest({ ...given, method }),
    );
    return answer.result === false;
  } catch (error) {
    if (!isAppError(error)) throw error;
    await noteFault(ctx, { method, error });
    return false;
  }
}
