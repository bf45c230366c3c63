import { noteReading, proveToken } from "../access/index.ts";
import type { Ctx } from "../ctx.ts";
import type { Access } from "./access.ts";
import { answerRpc, openBody } from "./answer-rpc.ts";

export interface CallsInput {
  text: string;
  /** The header `Authorization` as it came. */
  header: string | null;
  address: string | null;
  countCall(tokenId: string): void;
  countFurther(): void;
  signal: AbortSignal;
}

/** Answers the body of a request of JSON-RPC. */
export async function* answerCalls(base: Ctx, input: CallsInput): AsyncGenerator<string> {
  const { text, header, address, countCall, countFurther, signal } = input;
  const access: Access = {
    prove: (token) => proveToken(base, { token, scope: "log:read", address, onKnown: countCall }),
    note: (ctx, reading) => {
      noteReading(ctx, { ...reading, kind: "search", address });
    },
    countFurther,
  };
  const body = openBody(text);
  if (typeof body === "string") yield body;
  else yield* answerRpc(base, { body, header, access, signal });
}
