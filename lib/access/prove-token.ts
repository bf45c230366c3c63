import type { Ctx, PortalCtx } from "../ctx.ts";
import { direct, hashSecret } from "../db/index.ts";
import { AppError, forbidden, unauthorized } from "../errors.ts";
import { isInNetworks } from "../filter/index.ts";
import { portalCtx } from "../portals/index.ts";
import { noteRefusal, noteUse } from "./note-use.ts";
import type { TokenRefusal, TokenScope } from "./shared.ts";
import { isTokenText } from "./token-text.ts";

export interface ProvenToken {
  /** Its actor is the token. */
  ctx: PortalCtx;
  tokenId: string;
  name: string;
  /** Whose log it is. */
  portal: { key: string; origin: string };
}

export interface ProveTokenInput {
  token: string;
  /** What the call needs; null for a call that any token may make. */
  scope: TokenScope | null;
  /** Where the call comes from; null when nobody we trust tells it. */
  address: string | null;
  /** Told of every token that there is, also of one that is refused then. */
  onKnown?(tokenId: string): void;
}

const UNKNOWN = "The API token is not valid.";

/**
 * Whose token it is. Throws `unauthorized` for one that is unknown or revoked, `token_expired`, and `forbidden` when
 * the portal is gone, the address is not allowed or the scope is missing.
 */
export async function proveToken(base: Ctx, input: ProveTokenInput): Promise<ProvenToken> {
  // The look-up by hash takes as long for a good guess as for a bad one: a hash tells nothing of its neighbours.
  const found = isTokenText(input.token) ? await findToken(base, input.token) : null;
  if (found === null) throw unauthorized(UNKNOWN);
  const { id: tokenId, name, portalKey: key, portalOrigin: origin } = found;
  const refuse = (reason: TokenRefusal, error: unknown): never => {
    noteRefusal(base, { tokenId, address: input.address, reason });
    throw error;
  };
  try {
    input.onKnown?.(tokenId);
  } catch (error) {
    refuse("rate", error);
  }
  const refusal = refusalOf(found, { ...input, now: base.now() });
  if (refusal !== null) refuse(...refusal);
  const ctx: PortalCtx = {
    ...portalCtx(base, found.portalId),
    actor: { kind: "token", tokenId, name },
  };
  noteUse(ctx, { tokenId, address: input.address });
  return { ctx, tokenId, name, portal: { key, origin } };
}

interface Found {
  id: string;
  portalId: bigint;
  name: string;
  scopes: string[];
  networks: string[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  portalState: string;
  portalKey: string;
  portalOrigin: string;
}

// Asked anew for each call, in one statement: what was revoked or removed is refused at once, in every process.
async function findToken({ db }: Ctx, token: string): Promise<Found | null> {
  const [found] = await direct(db).$queryRaw<Found[]>`/* kept plan */
    SELECT t.id, t.portal_id AS "portalId", t.name, t.scopes, t.networks, t.expires_at AS "expiresAt",
      t.revoked_at AS "revokedAt", p.state AS "portalState", p.key AS "portalKey",
      p.origin AS "portalOrigin"
    FROM api_token t JOIN portal p ON p.id = t.portal_id WHERE t.hash = ${hashSecret(token)}`;
  return found ?? null;
}

function refusalOf(
  { revokedAt, expiresAt, portalState, networks, scopes }: Found,
  { address, scope, now }: Pick<ProveTokenInput, "address" | "scope"> & { now: Date },
): [TokenRefusal, AppError] | null {
  if (revokedAt !== null) return ["revoked", unauthorized(UNKNOWN)];
  if (expiresAt !== null && expiresAt <= now) {
    return ["expired", new AppError("token_expired", "The API token has expired.")];
  }
  if (portalState === "removed") {
    return ["portal", forbidden("Logbook was removed from this portal.")];
  }
  if (portalState === "suspended") {
    return ["portal", forbidden("Logbook is suspended on this portal.")];
  }
  if (!isAllowed(networks, address)) return ["network", forbidden(networkText(address))];
  if (scope !== null && !scopes.includes(scope)) {
    return ["scope", forbidden(`The API token lacks the scope ${scope}.`)];
  }
  return null;
}

function isAllowed(networks: string[], address: string | null): boolean {
  return networks.length === 0 || (address !== null && isInNetworks(address, networks) === true);
}

function networkText(address: string | null): string {
  return address === null
    ? "The API token is for certain networks, and where this call comes from is not known."
    : `The API token may not be used from ${address}.`;
}
