import type { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { isBuilding } from "../env.ts";
import { log } from "../log.ts";
import { clientAddress } from "./client-address.ts";
import { toProblem } from "./problem.ts";
import { parseForm, readFormBody, type Posted } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { judgeReplay, processSpool } from "./spool/process-spool.ts";
import { tryToHandle } from "./spool/try-to-handle.ts";

interface KeptDoor<T, P> {
  /** Stands in calls on disk: renaming it strands those of the version before. */
  name: string;
  /** How many kept calls may be handled at a time; 1 keeps their order. */
  together: number;
  schema: z.ZodType<T>;
  /** Must have one effect, however often the same call is handled. */
  handle: (ctx: Ctx, input: { form: T; params: P; url: URL }) => Promise<Response>;
}

/**
 * A door for calls that Bitrix24 never repeats: while the database is away, or when handling them fails for a
 * reason of ours, they are kept on disk, answered with 200 and handled later, with every check that `handle` makes.
 */
export function keptDoorRoute<T, P extends Record<string, string>>(
  door: KeptDoor<T, P>,
): (request: Posted, context: { params: Promise<P> }) => Promise<Response> {
  // At load, not with the first call: what a dead process left is handled as soon as this one runs.
  if (!isBuilding()) openSpoolDoor(door);
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      const body = await readFormBody(request);
      const form = parseForm(body, door.schema);
      const params = await context.params;
      const url = new URL(request.url);
      const work = async () => door.handle(await requestCtx(requestId), { form, params, url });
      const spool = processSpool();
      const answer = spool.isKnownAway() ? null : await tryOrKeep(work, requestId);
      if (answer !== null) return answer.value;
      const { href } = url;
      const call = { door: door.name, requestId, url: href, params, body };
      await spool.keep({ ...call, receivedAt: Date.now(), tries: 0 }, clientAddress(request));
      log("warn", "request.kept", { requestId, door: door.name });
      return new Response(null, { status: 200 });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

// A refusal is the caller's to hear; a fault of ours must not cost a call that nobody repeats.
async function tryOrKeep(
  work: () => Promise<Response>,
  requestId: string,
): Promise<{ value: Response } | null> {
  try {
    return await tryToHandle(work);
  } catch (error) {
    if (judgeReplay(error) === "refused") throw error;
    log("error", "request.handling_failed", { requestId, error });
    return null;
  }
}

function openSpoolDoor<T, P extends Record<string, string>>(door: KeptDoor<T, P>): void {
  processSpool().open(door.name, {
    together: door.together,
    handle: async ({ requestId, body, params, url }) => {
      const form = parseForm(body, door.schema);
      const input = { form, params: params as P, url: new URL(url) };
      await door.handle(await requestCtx(requestId), input);
    },
  });
}
