import type { PortalCtx } from "../ctx.ts";
import { listMethodLimits } from "../portals/index.ts";

export const LINE_METHOD = "bizproc.activity.log";
export const COMPLETION_METHOD = "bizproc.event.send";

/**
 * A held line keeps its run's completion back until so long before the run's deadline, which itself lies 2 to 60 s
 * before the portal's own: then the completion goes, with the lines in its text.
 */
export const FOLD_SECONDS = 10;

/** And never longer than so long after its run was settled: a process without a deadline waits for it too. */
export const PATIENCE_SECONDS = 300;

/** How long the portal's limits on execution time hold messages back, in milliseconds; null: not at all. */
export interface Holds {
  lines: number | null;
  /** Lines of settled runs: a process waits for them, so they may use the last tenth as well. */
  lastLines: number | null;
  completions: number | null;
  /** Lines may be refused in the middle of a batch: a completion must not stand behind them. */
  isRisky: boolean;
}

export const NO_HOLDS: Holds = {
  lines: null,
  lastLines: null,
  completions: null,
  isRisky: false,
};

export async function readHolds(ctx: PortalCtx): Promise<Holds> {
  const limits = await listMethodLimits(ctx, [LINE_METHOD, COMPLETION_METHOD]);
  if (limits.length === 0) return NO_HOLDS;
  const line = limits.find(({ method }) => method === LINE_METHOD);
  const completion = limits.find(({ method }) => method === COMPLETION_METHOD);
  return {
    lines: line?.waitMs ?? null,
    lastLines: line?.lastWaitMs ?? null,
    completions: completion?.lastWaitMs ?? null,
    isRisky: line?.isNear ?? false,
  };
}

/** With what a batch was refused for just now: at least so long it would be refused again. */
export function withRefusals(
  holds: Holds,
  refused: { lines: number | null; completions: number | null },
): Holds {
  return {
    ...holds,
    lines: longer(holds.lines, refused.lines),
    lastLines: longer(holds.lastLines, refused.lines),
    completions: longer(holds.completions, refused.completions),
  };
}

function longer(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

export function isHolding({ lines, lastLines, completions }: Holds): boolean {
  return lines !== null || lastLines !== null || completions !== null;
}
