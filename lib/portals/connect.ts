import { assertHostAllowed, exchangeCode, requireAuthOrigin } from "../b24/index.ts";
import type { Ctx } from "../ctx.ts";
import { env } from "../env.ts";
import { forbidden, invalidInput } from "../errors.ts";
import { holdCalls, type HeldCalls } from "./hold-calls.ts";
import { portalCtx } from "./internal.ts";
import { learnAdmin } from "./learn-admin.ts";
import { proveHolding } from "./prove-user.ts";
import { learnInstallation } from "./setup-checks.ts";

const BARE_HOST = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;
const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/;

/** The portal's authorization page for a bare host; anything else, and a private host, is refused. */
export function authorizeAddress(domain: string): URL {
  const host = domain.trim().toLowerCase();
  if (!BARE_HOST.test(host)) {
    throw invalidInput("The portal's address must be a bare host.", [
      { at: "domain", message: "such as company.bitrix24.com" },
    ]);
  }
  const { B24_ALLOW_PRIVATE_HOSTS, B24_CLIENT_ID } = env();
  const scheme = B24_ALLOW_PRIVATE_HOSTS && LOCAL_HOST.test(host) ? "http" : "https";
  const address = new URL(`${scheme}://${host}/oauth/authorize/`);
  assertHostAllowed(address.hostname, B24_ALLOW_PRIVATE_HOSTS);
  address.searchParams.set("client_id", B24_CLIENT_ID);
  return address;
}

/**
 * Exchanges an authorization code at one of our auth servers, repairs the portal's tokens when the user proves to
 * be an administrator, and returns the address of the app's page on the portal.
 */
export async function connectByCode(
  ctx: Ctx,
  input: { code: string; serverDomain: string },
): Promise<{ appPage: string }> {
  return holdCalls(ctx, async (calls) => connectHolding(ctx, { ...input, calls }));
}

async function connectHolding(
  ctx: Ctx,
  input: { code: string; serverDomain: string; calls: HeldCalls },
): Promise<{ appPage: string }> {
  const { code, calls } = input;
  const authOrigin = requireAuthOrigin(input.serverDomain);
  const serverEndpoint = `${authOrigin}/rest/`;
  const pair = await exchangeCode({ code, authOrigin, onExchange: calls.onExchange });
  const proven = await proveHolding(calls, {
    accessToken: pair.access_token,
    memberId: pair.member_id,
    serverEndpoint,
  });
  if (!proven.profile.ADMIN) throw forbidden("Only an administrator can connect a portal.");
  const portal = await learnAdmin(ctx, {
    proven,
    tokens: {
      accessToken: pair.access_token,
      refreshToken: pair.refresh_token,
      expiresIn: pair.expires_in,
    },
    serverEndpoint,
  });
  const installation = await learnInstallation(portalCtx(ctx, portal.id));
  return { appPage: `${portal.origin}/marketplace/app/${installation.ID}/` };
}
