import { randomUUID } from "node:crypto";
import type { Ctx, PortalCtx } from "../../lib/ctx.ts";
import type { Db } from "../../lib/db/index.ts";

export function testCtx(db: Db, overrides: Partial<Ctx> = {}): Ctx {
  return {
    requestId: `test-${randomUUID()}`,
    actor: { kind: "system" },
    now: () => new Date(),
    db,
    ...overrides,
  };
}

export function testPortalCtx(
  db: Db,
  input: { portalId: bigint; overrides?: Partial<Ctx> },
): PortalCtx {
  return { ...testCtx(db, input.overrides), portalId: input.portalId };
}
