import type { PortalCtx } from "../ctx.ts";
import { conflict } from "../errors.ts";
import type { RunKey } from "./internal.ts";

interface NoteEntryInput extends RunKey {
  attempt: number;
  seq: bigint;
}

/** Notes which entry an open run wrote; `ctx.db` is the transaction that writes it. Throws when the run has one. */
export async function noteEntry(ctx: PortalCtx, input: NoteEntryInput): Promise<void> {
  const { runId, calledAt, attempt, seq } = input;
  const noted = await ctx.db.run.updateMany({
    where: {
      ...{ id: runId, calledAt, portalId: ctx.portalId, attempt },
      ...{ state: "running", entrySeq: null },
    },
    data: { entrySeq: seq },
  });
  if (noted.count === 0) throw conflict("The run is settled, or another attempt has it.");
}
