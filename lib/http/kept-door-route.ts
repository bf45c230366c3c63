import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { Arrival, Ctx } from "../ctx.ts";
import { isBuilding } from "../env.ts";
import { log } from "../log.ts";
import { clientAddress } from "./client-address.ts";
import { toProblem } from "./problem.ts";
import { parseForm, readFormBody, type Posted } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { judgeReplay, processSpool } from "./spool/process-spool.ts";
import type { SpooledCall } from "./spool/spooled-call.ts";
import { tryToHandle } from "./spool/try-to-handle.ts";

const TELL_MS = 1_000;

interface KeptCall<T, P> {
  form: T;
  params: P;
  url: URL;
  /** For a refusal that its caller is not told of; without an error, its token was wrong. */
  refuse(error?: unknown): Promise<void>;
}

interface KeptDoor<T, P> {
  /** Stands in calls on disk: renaming it strands those of the version before. */
  name: string;
  /** How many kept calls may be handled at a time; 1 keeps their order. */
  together: number;
  schema: z.ZodType<T>;
  /** Must have one effect, however often the same call is handled. */
  handle: (ctx: Ctx, input: KeptCall<T, P>) => Promise<Response>;
  /** Told of each call that is refused for what it says, before its answer. */
  onRefused: (ctx: Ctx, input: { body: string; params: P; error: unknown }) => Promise<void>;
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
    const arrival: Arrival = { atMs: Date.now(), keptAfterMs: null };
    try {
      const body = await readFormBody(request);
      const params = await context.params;
      const call = { requestId, arrival, body, params, url: new URL(request.url) };
      const spool = processSpool();
      const isAway = spool.isKnownAway();
      const form = await readOrTell(door, { ...call, isAway });
      const work = async () => attend(door, { ...call, form });
      const answer = isAway ? null : await tryOrKeep(work, requestId);
      if (answer !== null) return answer.value;
      await spool.keep(toSpooled(door.name, call), clientAddress(request));
      log("warn", "request.kept", { requestId, door: door.name });
      return new Response(null, { status: 200 });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

interface Call<P> {
  requestId: string;
  arrival: Arrival;
  body: string;
  params: P;
  url: URL;
}

async function readOrTell<T, P extends Record<string, string>>(
  door: KeptDoor<T, P>,
  call: Call<P> & { isAway: boolean },
): Promise<T> {
  try {
    return parseForm(call.body, door.schema);
  } catch (error) {
    if (!call.isAway) await tellRefused(door, call, error);
    throw error;
  }
}

async function attend<T, P extends Record<string, string>>(
  door: KeptDoor<T, P>,
  { form, ...call }: Call<P> & { form: T },
): Promise<Response> {
  const { requestId, arrival, params, url } = call;
  try {
    const ctx = { ...(await requestCtx(requestId)), arrival };
    const refuse = async (error: unknown = null) => tellRefused(door, call, error);
    return await door.handle(ctx, { form, params, url, refuse });
  } catch (error) {
    if (judgeReplay(error) === "refused") await tellRefused(door, call, error);
    throw error;
  }
}

// The answer stands whatever becomes of this, and waits for it only shortly.
async function tellRefused<T, P extends Record<string, string>>(
  door: KeptDoor<T, P>,
  { requestId, arrival, body, params }: Call<P>,
  error: unknown,
): Promise<void> {
  const telling = requestCtx(requestId)
    .then(async (ctx) => door.onRefused({ ...ctx, arrival }, { body, params, error }))
    .catch((failure: unknown) => {
      log("warn", "request.refusal_not_noted", { requestId, error: failure });
    });
  await Promise.race([telling, delay(TELL_MS, undefined, { ref: false })]);
}

function toSpooled<P extends Record<string, string>>(
  door: string,
  { requestId, arrival, body, params, url }: Call<P>,
): SpooledCall {
  const { atMs } = arrival;
  const times = { receivedAt: atMs, answeredMs: Date.now() - atMs };
  return { door, requestId, url: url.href, params, body, ...times, tries: 0 };
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
    handle: async ({ requestId, body, params, url, receivedAt, answeredMs }) => {
      const arrival = { atMs: receivedAt, keptAfterMs: answeredMs };
      const call = { requestId, arrival, body, params: params as P, url: new URL(url) };
      await attend(door, { ...call, form: await readOrTell(door, { ...call, isAway: false }) });
    },
  });
}
