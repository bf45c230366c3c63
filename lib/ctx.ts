import type { Db } from "./db/index.ts";

export type Actor =
  | { kind: "system" }
  | { kind: "portal" }
  | { kind: "user"; userId: number; isAdmin: boolean; name?: string }
  | { kind: "token"; tokenId: string; name: string }
  | { kind: "job"; runId: string };

/** When what is being handled came in, by this process's clock. */
export interface Arrival {
  atMs: number;
  /** It was kept on disk while the database was away: how long its answer took then. Else null. */
  keptAfterMs: number | null;
}

export interface Ctx {
  requestId: string;
  actor: Actor;
  now(): Date;
  db: Db;
  arrival?: Arrival;
}

export interface PortalCtx extends Ctx {
  portalId: bigint;
  /** The run that the work belongs to: its calls are found by it. */
  runId?: string;
}
