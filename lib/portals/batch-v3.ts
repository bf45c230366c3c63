import { callBatchV3, type BatchCommandV3 } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import type { Priority } from "./budget.ts";
import { assertMethodFree, noteOperating } from "./method-limits.ts";
import { noteFault } from "./note-fault.ts";
import { sendInBackground } from "./send.ts";
import { waitForPermit } from "./wait-for-permit.ts";

export interface BatchPortalV3Input {
  commands: BatchCommandV3[];
  priority: Priority;
  timeoutMs?: number;
}

/**
 * Sends several v3 calls as one request, which costs one permit; results come in the order of the commands. The first
 * error fails them all. A portal may know no such batch: `portal_bad_request` or `portal_method_missing`.
 */
export async function batchPortalV3(ctx: PortalCtx, input: BatchPortalV3Input): Promise<unknown[]> {
  const { commands, priority, timeoutMs } = input;
  const methods = [...new Set(commands.map(({ method }) => method))];
  await assertMethodFree(ctx, { methods, priority });
  await waitForPermit(ctx, priority);
  try {
    const sent = { method: "batch", priority };
    const { answer } = await sendInBackground(ctx, sent, async (access) =>
      callBatchV3({ ...access, commands, timeoutMs }),
    );
    const [only] = methods;
    // With several methods the answer does not say whose time it tells.
    if (methods.length === 1 && only !== undefined) {
      await noteOperating(ctx, { method: only, time: answer.time });
    }
    return answer.results;
  } catch (error) {
    if (isAppError(error, "portal_operation_limited")) {
      // Nor which of them is used up: all of them wait.
      for (const method of methods) await noteFault(ctx, { method, error });
    }
    throw error;
  }
}
