import { isBusy } from "../archive/index.ts";
import type { Ctx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import type { Access } from "./access.ts";
import { readBody, type RpcBody, type RpcCall } from "./envelope.ts";
import { callMethod, type MethodInput } from "./methods.ts";
import { applicationFault, faultJson, RpcFault } from "./rpc-fault.ts";

export interface RpcInput {
  body: RpcBody;
  /** The header `Authorization` as it came. */
  header: string | null;
  access: Access;
  /** When nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
}

/** Reads the body; what is no call at all comes back as the answer to it. */
export function openBody(text: string): RpcBody | string {
  try {
    return readBody(text);
  } catch (error) {
    if (error instanceof RpcFault) return failure(error, "null");
    throw error;
  }
}

/**
 * The text of an answer, piece by piece; without any for notifications. Throws before the first piece when the
 * first call is one too many.
 */
export async function* answerRpc(base: Ctx, input: RpcInput): AsyncGenerator<string> {
  const { isBatch, calls } = input.body;
  let isFirst = true;
  for (const [at, call] of calls.entries()) {
    if (input.signal?.aborted === true) return;
    const isAnswered = call instanceof RpcFault || call.id !== null;
    let separator = isBatch ? (isFirst ? "[" : ",") : "";
    for await (const piece of answerCall(base, call, { ...input, isFirst, isFurther: at > 0 })) {
      if (isAnswered) yield separator + piece;
      separator = "";
    }
    if (isAnswered) isFirst = false;
  }
  if (isBatch && !isFirst) yield "]";
}

interface AnswerInput extends RpcInput {
  /** Nothing is answered yet. */
  isFirst: boolean;
  isFurther: boolean;
}

async function* answerCall(
  base: Ctx,
  call: RpcCall | RpcFault,
  { header, access, isFirst, isFurther }: AnswerInput,
): AsyncGenerator<string> {
  if (call instanceof RpcFault) {
    yield failure(call, "null");
    return;
  }
  const id = call.id ?? "null";
  const result = await resultOf({ base, call, header, access }, { isFirst, isFurther });
  if (result instanceof RpcFault) {
    yield failure(result, id);
    return;
  }
  // A notification is over when its result is known: nobody reads the rows.
  if (call.id === null) return;
  yield '{"jsonrpc":"2.0","result":';
  if (typeof result === "string") yield result;
  else yield* result;
  yield `,"id":${id}}`;
}

async function resultOf(
  input: MethodInput,
  { isFirst, isFurther }: Pick<AnswerInput, "isFirst" | "isFurther">,
): Promise<string | AsyncIterable<string> | RpcFault> {
  try {
    if (isFurther) input.access.countFurther();
    return await callMethod(input);
  } catch (error) {
    if (error instanceof RpcFault) return error;
    if (isAppError(error, "too_many_requests")) {
      if (isFirst) throw error;
      return applicationFault(error.message);
    }
    if (isBusy(error)) {
      return applicationFault(
        "Too many requests run at the same time; try again in a few seconds.",
      );
    }
    const { requestId } = input.base;
    log(isAppError(error, "unavailable") ? "warn" : "error", "audit.call_failed", {
      requestId,
      error,
    });
    return new RpcFault(
      -32603,
      `Something went wrong on our side. The request number helps us to find it: ${requestId}.`,
    );
  }
}

function failure(fault: RpcFault, id: string): string {
  return `{"jsonrpc":"2.0","error":${faultJson(fault)},"id":${id}}`;
}
