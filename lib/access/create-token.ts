import { randomUUID } from "node:crypto";
import type { PortalCtx } from "../ctx.ts";
import { hashSecret, takeTurn, withTx } from "../db/index.ts";
import { conflict, invalidInput } from "../errors.ts";
import { log } from "../log.ts";
import { administratorOf, parseInput, toTokenView } from "./internal.ts";
import { CreateTokenInput, expiryFault } from "./schemas.ts";
import { TOKEN_LIMITS, type MadeToken } from "./shared.ts";
import { newTokenText, prefixOf } from "./token-text.ts";

/** Makes a token; its text is in this answer and nowhere else. */
export async function createToken(ctx: PortalCtx, input: CreateTokenInput): Promise<MadeToken> {
  const { portalId } = ctx;
  const creator = administratorOf(ctx);
  const { name, scopes, networks, ...rest } = parseInput(CreateTokenInput, input);
  const expiresAt = rest.expiresAt === null ? null : new Date(rest.expiresAt);
  const now = ctx.now();
  const fault = expiryFault(expiresAt, now);
  if (fault !== null) {
    throw invalidInput(`expiresAt: ${fault}`, [{ at: "expiresAt", message: fault }]);
  }
  const token = newTokenText();
  const row = await withTx(ctx.db, async (tx) => {
    // One at a time may look how many there are.
    await takeTurn(tx, { purpose: "tokens", portalId });
    const live = {
      portalId,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    };
    if ((await tx.apiToken.count({ where: live })) >= TOKEN_LIMITS.kept) {
      throw conflict(`There are ${TOKEN_LIMITS.kept} tokens already. Revoke one first.`);
    }
    return tx.apiToken.create({
      data: {
        id: randomUUID(),
        portalId,
        name,
        prefix: prefixOf(token),
        hash: hashSecret(token),
        scopes,
        networks,
        expiresAt,
        createdBy: creator.id,
        createdByName: creator.name,
        createdAt: now,
      },
    });
  });
  log("info", "access.key_made", { portalId, id: row.id, userId: creator.id });
  return { token, view: toTokenView(row, now) };
}
