import type { EntryView, UserView } from "../../archive/index.ts";
import type { PortalCtx } from "../../ctx.ts";
import type { Portal } from "../../portals/index.ts";
import type { StepResult } from "../../runs/index.ts";
import { toLink } from "../search/link.ts";
import { resultText, summaryText } from "../search/texts.ts";
import type { Lang } from "../step.ts";

export interface FoundInput {
  wait: { query: string; fromAt: Date; lang: Lang };
  portal: Portal;
  entry: EntryView;
  users?: Record<string, UserView>;
}

const NOTHING_MISSING = { knownFrom: null, lost: [], removedTo: null };

/** What the process gets for the entry that it waited for. */
export function foundResult(ctx: PortalCtx, input: FoundInput): StepResult {
  const { wait, portal, entry, users = {} } = input;
  const { lang, fromAt } = wait;
  const found = { count: 1, newest: [entry], oldest: entry, missing: NOTHING_MISSING };
  const range = { from: fromAt, to: ctx.now() };
  const waitedMs = ctx.now().getTime() - fromAt.getTime();
  return {
    outcome: "success",
    message: resultText(found, lang),
    values: {
      found: "Y",
      count: 1,
      entry_ids: [Number(entry.id)],
      first_at: entry.timestampX,
      last_at: entry.timestampX,
      summary: summaryText(found, { entries: [entry], users, lang }),
      link: toLink({ portal, entryId: entry.id, range, q: wait.query }),
      waited: Math.max(0, Math.floor(waitedMs / 1_000)),
    },
  };
}
