import { randomUUID } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import { processDb } from "../db/index.ts";

export function newRequestId(): string {
  return randomUUID();
}

export async function requestCtx(requestId: string): Promise<Ctx> {
  return { requestId, actor: { kind: "system" }, now: () => new Date(), db: await processDb() };
}
