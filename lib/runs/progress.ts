import type { PortalCtx } from "../ctx.ts";
import { conflict } from "../errors.ts";
import { appendLine } from "./append-line.ts";
import type { RunKey } from "./internal.ts";
import { OvertakenError } from "./overtaken.ts";
import { ProgressInput } from "./schemas.ts";

interface MakeProgressInput {
  key: RunKey;
  attempt: number;
  stop: AbortController;
}

/** The `progress` of one attempt. A refused line ends the attempt: its result would be refused as well. */
export function makeProgress(ctx: PortalCtx, { key, attempt, stop }: MakeProgressInput) {
  return async (input: ProgressInput): Promise<void> => {
    const { message, percent } = ProgressInput.parse(input);
    const { runId, calledAt } = key;
    const line = await appendLine(ctx, { runId, calledAt, message, percent, attempt });
    if (line !== null) return;
    stop.abort(new OvertakenError());
    throw conflict("The run is settled already.");
  };
}
