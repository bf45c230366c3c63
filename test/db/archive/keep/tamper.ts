import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled, type RootDb } from "../../../../lib/db/index.ts";
import { appendMany, makeArchive } from "./bed.ts";

/** Changes what an intruder with rights in the database could; `$1` is the portal. */
export async function tamper(ctx: PortalCtx, ...statements: string[]): Promise<void> {
  for (const text of statements) await runCompiled(ctx.db, { text, values: [ctx.portalId] });
}

export async function makeChain(db: RootDb, count = 20): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await appendMany(ctx, count);
  return ctx;
}
