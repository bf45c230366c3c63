import { noteRefusal, proveToken, type TokenScope } from "../access/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { forbidden } from "../errors.ts";
import type { Portal } from "../portals/index.ts";
import { enter, type Entered } from "./api-route.ts";
import { callerAddress } from "./client-address.ts";
import { assertTokenLimit, countTokenCall, limitRate, type TokenLimit } from "./rate-limit.ts";
import type { Asking } from "./read-body.ts";
import { requestCtx } from "./request-ctx.ts";

export interface LogEntrance {
  ctx: PortalCtx;
  portal: Pick<Portal, "key" | "origin">;
  /** An administrator's own token on the portal; null for readers and API tokens. */
  accessToken: string | null;
  /** Of an API token. */
  limit: TokenLimit | null;
}

type Asked = Pick<Asking, "method" | "headers">;

interface EnterInput {
  url: URL;
  requestId: string;
  scope: TokenScope;
  /** Told of the limit of every token that there is, also of one that is refused then. */
  onLimit?(limit: TokenLimit): void;
}

/** Who may read: administrators, readers where it is about the log, and API tokens with the scope. */
export async function enterLog(request: Asked, input: EnterInput): Promise<LogEntrance> {
  const token = bearerOf(request);
  if (token !== null) return enterByToken(request, { ...input, token });
  const guests = input.scope === "log:read" ? "readers" : "nobody";
  return asEntrance(await enter(request, { ...input, guests }));
}

/** The same proof again for something that lasts; it counts as no call. */
export async function proveLogRight(
  request: Asked,
  { url, requestId, scope }: EnterInput,
): Promise<void> {
  const token = bearerOf(request);
  if (token === null) await enter(request, { url, requestId, guests: "readers" });
  else {
    const base = await requestCtx(requestId);
    await proveToken(base, { token, scope, address: callerAddress(request) });
  }
}

// A reader's token is never used for the log: he may lack the right on the portal.
export function asEntrance({ ctx, portal, accessToken }: Entered): LogEntrance {
  const isAdmin = ctx.actor.kind === "user" && ctx.actor.isAdmin;
  return { ctx, portal, accessToken: isAdmin ? accessToken : null, limit: null };
}

/** The token that a request carries; null when it comes as a person. */
export function bearerOf({ headers }: Pick<Asking, "headers">): string | null {
  return /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

async function enterByToken(
  request: Asked,
  { url, requestId, scope, token, onLimit }: EnterInput & { token: string },
): Promise<LogEntrance> {
  limitRate("api", request);
  const base = await requestCtx(requestId);
  const limits: TokenLimit[] = [];
  const address = callerAddress(request);
  const { ctx, portal, tokenId } = await proveToken(base, {
    token,
    scope,
    address,
    onKnown: (tokenId) => {
      const limit = countTokenCall(tokenId);
      limits.push(limit);
      onLimit?.(limit);
      assertTokenLimit(limit);
    },
  });
  const named = request.headers.get("x-logbook-portal") ?? url.searchParams.get("portal");
  if (named !== null && named !== portal.key) {
    noteRefusal(base, { tokenId, address, reason: "other_portal" });
    throw forbidden("The API token belongs to another portal.");
  }
  return { ctx, portal, accessToken: null, limit: limits[0] ?? null };
}
