import { z } from "zod";
import { callRest, fetchGrant, ProfileAnswer, type GrantAnswer } from "../b24/index.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { AppError, isAppError } from "../errors.ts";
import { bookCalls } from "./budget.ts";
import { holdCalls, type HeldCalls } from "./hold-calls.ts";
import { recordCall } from "./record-call.ts";

export interface ProvenUser {
  grant: GrantAnswer;
  profile: ProfileAnswer;
  /** Origin of the portal's pages, from the proven endpoint. */
  origin: string;
}

const Bool = z.boolean();

interface ProveInput {
  accessToken: string;
  memberId?: string | undefined;
  serverEndpoint?: string | null | undefined;
}

/**
 * Proves a user's access token: the auth server says whose it is and where the portal lives, and the portal at
 * that proven address says whether the user is an administrator. Throws `unauthorized` for anything else.
 */
export async function proveUser(ctx: Ctx, input: ProveInput): Promise<ProvenUser> {
  return holdCalls(ctx, async (calls) => proveHolding(calls, input));
}

/** As `proveUser`, for work that may create the portal: its calls are held until then. */
export async function proveHolding(calls: HeldCalls, input: ProveInput): Promise<ProvenUser> {
  const grant = await proveGrant(calls, input);
  const endpoint = grant.install.client_endpoint;
  const answer = await callRest({
    clientEndpoint: endpoint,
    accessToken: input.accessToken,
    method: "profile",
    onExchange: calls.onExchange,
  });
  const profile = ProfileAnswer.safeParse(answer.result);
  if (!profile.success || profile.data.ID !== grant.user_id) {
    throw new AppError("unauthorized", "The portal does not confirm who the user is.");
  }
  return { grant, profile: profile.data, origin: new URL(endpoint).origin };
}

async function proveGrant(calls: HeldCalls, input: ProveInput): Promise<GrantAnswer> {
  const { onExchange } = calls;
  const grant = await fetchGrant({ ...input, onExchange }).catch((error: unknown) => {
    if (isAppError(error, "auth_server_unavailable") || isAppError(error, "address_refused")) {
      throw error;
    }
    throw new AppError("unauthorized", "The auth server does not confirm this token.", {
      cause: error,
    });
  });
  if (input.memberId !== undefined && grant.install.member_id !== input.memberId) {
    throw new AppError("unauthorized", "The token belongs to another portal.");
  }
  calls.memberId = grant.install.member_id;
  return grant;
}

/** Asks the portal, with the user's own token, whether he is an administrator now. */
export async function proveAdminAgain(
  ctx: PortalCtx,
  input: { clientEndpoint: string; accessToken: string; timeoutMs?: number | undefined },
): Promise<boolean> {
  await bookCalls(ctx, 1);
  const answer = await callRest({
    ...input,
    method: "user.admin",
    onExchange: (exchange) => recordCall(ctx, { exchange, priority: "interactive" }),
  });
  return Bool.parse(answer.result);
}
