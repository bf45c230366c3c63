import type { PortalCtx } from "../../lib/ctx.ts";
import type { Db } from "../../lib/db/index.ts";
import { createToken, type MadeToken } from "../../lib/access/index.ts";
import type { CreateTokenInput } from "../../lib/access/index.ts";
import { testPortalCtx } from "./ctx.ts";

/** A context as of an administrator in the frame. */
export function adminCtx(db: Db, portalId: bigint, now?: () => Date): PortalCtx {
  const actor = { kind: "user", userId: 1, isAdmin: true, name: "Anna Petrova" } as const;
  return testPortalCtx(db, { portalId, overrides: { actor, ...(now !== undefined && { now }) } });
}

/** An API token of the portal that may read the log from anywhere, unless said otherwise. */
export async function makeToken(
  db: Db,
  input: { portalId: bigint } & Partial<CreateTokenInput>,
): Promise<MadeToken> {
  const { portalId, ...wishes } = input;
  return createToken(adminCtx(db, portalId), {
    name: "Monitoring",
    scopes: ["log:read"],
    networks: [],
    expiresAt: null,
    ...wishes,
  });
}
