import type { ApiToken } from "../../prisma/generated/client.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { hashSecret } from "../db/index.ts";
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
  await assertPortalLives(base, found);
  assertNetwork(found, input.address);
  if (input.scope !== null && !found.scopes.includes(input.scope)) {
    throw forbidden(`The API token lacks the scope ${input.scope}.`);
  }
  const { id: tokenId, name } = found;
  const ctx: PortalCtx = {
    ...portalCtx(base, found.portalId),
    actor: { kind: "token", tokenId, name },
  };
  noteUse(ctx, { tokenId, address: input.address });
  return { ctx, tokenId, name };
}

async function findToken({ db }: Ctx, token: string): Promise<ApiToken | null> {
  return db.apiToken.findUnique({ where: { hash: hashSecret(token) } });
}

async function assertPortalLives({ db }: Ctx, { portalId }: ApiToken): Promise<void> {
  const portal = await db.portal.findUnique({ where: { id: portalId }, select: { state: true } });
  if (portal === null) throw unauthorized(UNKNOWN);
  if (portal.state === "removed") throw forbidden("Logbook was removed from this portal.");
  if (portal.state === "suspended") throw forbidden("Logbook is suspended on this portal.");
}

function assertNetwork({ networks }: ApiToken, address: string | null): void {
  if (networks.length === 0) return;
  if (address !== null && isInNetworks(address, networks) === true) return;
  throw forbidden(
    address === null
      ? "The API token is for certain networks, and where this call comes from is not known."
      : `The API token may not be used from ${address}.`,
  );
}
