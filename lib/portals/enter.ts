import { authOriginFor, type OpenForm } from "../b24/index.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { holdCalls, type HeldCalls } from "./hold-calls.ts";
import type { Portal } from "./internal.ts";
import { learnAdmin } from "./learn-admin.ts";
import { proveHolding, type ProvenUser } from "./prove-user.ts";

export type Entrance =
  | { kind: "entered"; portal: Portal; proven: ProvenUser; isAdmin: boolean }
  | { kind: "ask-admin"; origin: string };

/**
 * Lets a user in who opens the installer or the app. An administrator's call installs or repairs the portal; for
 * anybody else nothing is written, and a portal that nobody has installed yet answers `ask-admin`.
 */
export async function enterPortal(ctx: Ctx, form: OpenForm): Promise<Entrance> {
  return holdCalls(ctx, async (calls) => enterHolding(ctx, { form, calls }));
}

async function enterHolding(
  ctx: Ctx,
  { form, calls }: { form: OpenForm; calls: HeldCalls },
): Promise<Entrance> {
  const proven = await proveHolding(calls, {
    accessToken: form.AUTH_ID,
    memberId: form.member_id,
    serverEndpoint: form.SERVER_ENDPOINT,
  });
  if (proven.profile.ADMIN) {
    const portal = await installFrom(ctx, form, proven);
    return { kind: "entered", portal, proven, isAdmin: true };
  }
  const portal = await ctx.db.portal.findUnique({ where: { memberId: form.member_id } });
  if (portal === null) return { kind: "ask-admin", origin: proven.origin };
  return { kind: "entered", portal, proven, isAdmin: false };
}

async function installFrom(ctx: Ctx, form: OpenForm, proven: ProvenUser): Promise<Portal> {
  if (form.REFRESH_ID === undefined) {
    throw new AppError("invalid_input", "The portal sent no refresh token.", {
      details: [{ at: "REFRESH_ID", message: "is missing" }],
    });
  }
  return learnAdmin(ctx, {
    proven,
    tokens: {
      accessToken: form.AUTH_ID,
      refreshToken: form.REFRESH_ID,
      expiresIn: form.AUTH_EXPIRES,
    },
    serverEndpoint: `${authOriginFor(form.SERVER_ENDPOINT)}/rest/`,
    applicationToken: form.APPLICATION_TOKEN,
  });
}
