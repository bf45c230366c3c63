import { randomBytes } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import { hashSecret } from "../db/index.ts";
import { invalidInput, unauthorized } from "../errors.ts";
import { authorizeAddress, connectByCode } from "../portals/index.ts";
import { readCookie } from "./cookies.ts";
import { seeOther } from "./door-route.ts";
import { limitRate } from "./rate-limit.ts";
import { openSeal, sealFor } from "./seals.ts";

const STATE_SECONDS = 600;
const COOKIE = "__Host-lb_oauth";

/** Sends an administrator who starts outside the portal to its authorization page. */
export async function startOauth(ctx: Ctx, request: Request): Promise<Response> {
  limitRate("oauth", request);
  const address = authorizeAddress(new URL(request.url).searchParams.get("domain") ?? "");
  const nonce = randomBytes(24).toString("base64url");
  await ctx.db.oauthState.create({
    data: {
      hash: hashSecret(nonce),
      host: address.host,
      expiresAt: new Date(ctx.now().getTime() + STATE_SECONDS * 1_000),
    },
  });
  address.searchParams.set("state", nonce);
  const seal = await sealFor("oauth", { host: address.host, nonce });
  return new Response(null, {
    status: 302,
    headers: {
      location: address.href,
      "cache-control": "no-store",
      "set-cookie": stateCookie(seal, STATE_SECONDS),
    },
  });
}

function stateCookie(value: string, maxAge: number): string {
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`;
}

/** Takes the portal's answer: its state works once and in the browser that started only. */
export async function finishOauth(ctx: Ctx, request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  await spendState(ctx, query.get("state") ?? "", request.headers.get("cookie"));
  const code = query.get("code");
  if (code === null || code === "") {
    throw invalidInput("The portal sent no code.", [{ at: "code", message: "is missing" }]);
  }
  const serverDomain = query.get("server_domain") ?? "";
  const { appPage } = await connectByCode(ctx, { code, serverDomain });
  const answer = seeOther(appPage);
  answer.headers.append("set-cookie", stateCookie("", 0));
  return answer;
}

async function spendState(ctx: Ctx, state: string, cookieHeader: string | null): Promise<void> {
  const bound = await openSeal("oauth", readCookie(cookieHeader, COOKIE));
  if (bound === null || bound.nonce !== state) {
    throw unauthorized("This sign-in was not started in this browser.");
  }
  const used = await ctx.db.oauthState.deleteMany({
    where: { hash: hashSecret(state), expiresAt: { gt: ctx.now() } },
  });
  if (used.count === 0) throw unauthorized("This sign-in was used before or took too long.");
}
