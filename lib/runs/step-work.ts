import type { PortalCtx } from "../ctx.ts";
import type { Db } from "../db/index.ts";
import type { ProgressInput, StepResult } from "./schemas.ts";

/** What a step's work gets: the call, a signal that ends it, and a way to tell the portal how far it is. */
export interface StepContext {
  ctx: PortalCtx;
  run: {
    id: string;
    stepCode: string;
    registeredCode: string;
    properties: Record<string, unknown>;
    workflowId: string;
    documentId: string[];
    deadlineAt: Date;
    /** The portal's time of the call; the month's start when the call had none that is usable. */
    calledAt: Date;
    receivedAt: Date;
    /** The archive's number of the entry that an earlier attempt wrote. */
    entrySeq: bigint | null;
  };
  signal: AbortSignal;
  /** Adds a line to the process's log. Throws when the run is settled. */
  progress(input: ProgressInput): Promise<void>;
  /** The access that came with the call, for steps that act; null when none came. */
  accessToken(): string | null;
  /** Notes, in the transaction that writes it, which entry the run wrote. Throws when this attempt may not write. */
  noteEntry(tx: Db, seq: bigint): Promise<void>;
}

/**
 * A step's work may be started again after a crash and must not care. `waiting` leaves the run open, without a
 * place in any worker: somebody else settles it, or its deadline does.
 */
export type StepWork = (step: StepContext) => Promise<StepResult | "waiting">;
export type FindWork = (stepCode: string) => StepWork | undefined;
