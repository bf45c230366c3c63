import type { Db } from "./db/index.ts";

export type Actor =
  | { kind: "system" }
  | { kind: "portal" }
  | { kind: "user"; userId: number; isAdmin: boolean; name?: string }
  | { kind: "token"; tokenId: string; name: string }
  | { kind: "job"; runId: string };

export interface Ctx {
  requestId: string;
  actor: Actor;
  now(): Date;
  db: Db;
}

export interface PortalCtx extends Ctx {
  portalId: bigint;
  /** The run that the work belongs to: its calls are found by it. */
  runId?: string;
}
