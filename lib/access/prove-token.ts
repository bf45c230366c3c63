import type { Ctx, PortalCtx } from "../ctx.ts";
import { direct, hashSecret } from "../db/index.ts";
import { AppError, forbidden, unauthorized } from "../errors.ts";
import { isInNetworks } from "../filter/index.ts";
import { portalCtx } from "../portals/index.ts";
import { noteUse } from "./note-use.ts";
import type { TokenScope } from "./shared.ts";
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
  if (found !== null) input.onKnown?.(found.id);
  if (found === null || found.revokedAt !== null) throw unauthorized(UNKNOWN);
  if (found.expiresAt !== null && found.expiresAt <= base.now()) {
    throw new AppError("token_expired", "The API token has expired.");
  }
  assertPortalLives(found);
  assertNetwork(found, input.address);
  if (input.scope !== null && !found.scopes.includes(input.scope)) {
    throw forbidden(`The API token lacks the scope ${input.scope}.`);
  }
  const { id: tokenId, name, portalKey: key, portalOrigin: origin } = found;
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

function assertPortalLives({ portalState }: Found): void {
  if (portalState === "removed") throw forbidden("Logbook was removed from this portal.");
  if (portalState === "suspended") throw forbidden("Logbook is suspended on this portal.");
}

function assertNetwork({ networks }: Found, address: string | null): void {
  if (networks.length === 0) return;
  if (address !== null && isInNetworks(address, networks) === true) return;
  throw forbidden(
    address === null
      ? "The API token is for certain networks, and where this call comes from is not known."
      : `The API token may not be used from ${address}.`,
  );
}
