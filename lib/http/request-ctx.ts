import { randomUUID } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import { processDb } from "../db/index.ts";
import { flushAtEnd } from "./flush-at-end.ts";

export function newRequestId(): string {
  return randomUUID();
}

export async function requestCtx(requestId: string): Promise<Ctx> {
  flushAtEnd();
  return { requestId, actor: { kind: "system" }, now: () => new Date(), db: await processDb() };
}
