import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, withTx } from "../../db/index.ts";
import { BLOCK_SIZE, fullBlocks } from "./block-size.ts";
import { indexSlice, type Slice } from "./index-slice.ts";
import type { TextStore } from "./read-rows.ts";
import { reindexPortal } from "./reindex-portal.ts";
import { settleMonths } from "./settle-months.ts";
import { TERMS_VERSION } from "./terms.ts";

export interface Indexed extends Slice {
  /** Why it ended: less than a block is left, another worker is at it, or it was told to stop. */
  end: "done" | "busy" | "stopped";
}

interface IndexInput {
  signal: AbortSignal;
  /** No further slice is begun after that long. */
  sliceMs?: number;
}

/** Builds blocks and counts behind the portal's rows until less than a block is left. */
export async function indexPortal(ctx: PortalCtx, input: IndexInput): Promise<Indexed> {
  const { signal, sliceMs = Infinity } = input;
  const startedAt = performance.now();
  const texts: TextStore = new Map();
  const sum: Slice = { blocks: 0, entries: 0 };
  for (;;) {
    if (signal.aborted || performance.now() - startedAt > sliceMs)
      return { ...sum, end: "stopped" };
    // Looked at without the lock: whoever comes while it is held may leave, for its holder looks once more.
    const waiting = await lookForWork(ctx);
    if (waiting === "none") {
      await settleMonths(ctx, { signal });
      return { ...sum, end: "done" };
    }
    if (waiting === "old") await reindexPortal(ctx);
    const slice = await withTx(ctx.db, (tx) => indexSlice({ ...ctx, db: tx }, { texts }));
    if (slice === null) return { ...sum, end: "busy" };
    sum.blocks += slice.blocks;
    sum.entries += slice.entries;
  }
}

interface State {
  last_seq: bigint;
  indexed_seq: bigint | null;
  version: number | null;
}

async function lookForWork({ db, portalId }: PortalCtx): Promise<"none" | "old" | "blocks"> {
  const read = async (): Promise<State | undefined> => {
    const [state] = await runCompiled<State>(db, { text: READ, values: [portalId] });
    return state;
  };
  let state = await read();
  if (state?.indexed_seq === null && state.last_seq >= BLOCK_SIZE) {
    await runCompiled(db, { text: OPEN, values: [portalId, TERMS_VERSION] });
    state = await read();
  }
  const { last_seq: lastSeq, indexed_seq: indexedSeq, version } = state ?? NOTHING;
  if (indexedSeq === null || version === null) return "none";
  // A newer program is at work beside this one: the blocks are its business.
  if (version > TERMS_VERSION) return "none";
  if (version < TERMS_VERSION) return "old";
  return fullBlocks({ indexedSeq, lastSeq }) > 0 ? "blocks" : "none";
}

const NOTHING: State = { last_seq: 0n, indexed_seq: null, version: null };

const READ = `SELECT h.last_seq, i.indexed_seq, i.version FROM archive_head h
  LEFT JOIN archive_index i ON i.portal_id = h.portal_id WHERE h.portal_id = $1::bigint`;

const OPEN = `INSERT INTO archive_index (portal_id, version)
  SELECT id, $2::smallint FROM portal WHERE id = $1::bigint ON CONFLICT DO NOTHING`;
