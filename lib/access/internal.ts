import type { z } from "zod";
import type { ApiToken } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { forbidden, invalidInput } from "../errors.ts";
import { TOKEN_REFUSALS, type TokenScope, type TokenView } from "./shared.ts";

export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map((fault) => ({
    at: fault.path.join("."),
    message: fault.message,
  }));
  const [first] = details;
  throw invalidInput(`${first?.at ?? "input"}: ${first?.message ?? "is not valid"}`, details);
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Who may read is for administrators to say: no token and no reader gets here. */
export function administratorOf({ actor }: PortalCtx): { id: number; name: string } {
  if (actor.kind === "user" && actor.isAdmin) {
    return { id: actor.userId, name: actor.name ?? `#${actor.userId}` };
  }
  throw forbidden("Only administrators of the portal may see and change who reads its log.");
}

export function toTokenView(token: ApiToken, now: Date): TokenView {
  const isExpired = token.expiresAt !== null && token.expiresAt <= now;
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    scopes: token.scopes as TokenScope[],
    networks: token.networks,
    state: token.revokedAt !== null ? "revoked" : isExpired ? "expired" : "active",
    createdBy: { id: token.createdBy, name: token.createdByName },
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    lastAddress: token.lastAddress,
    refused: refusedOf(token),
  };
}

function refusedOf({ refusedAt, refusedAddress, refusedFor }: ApiToken): TokenView["refused"] {
  const reason = TOKEN_REFUSALS.find((known) => known === refusedFor);
  if (refusedAt === null || reason === undefined) return null;
  return { at: refusedAt.toISOString(), address: refusedAddress, reason };
}
