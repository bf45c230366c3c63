import type { Access, Reading } from "../../../lib/audit/access.ts";
import { answerRpc, openBody } from "../../../lib/audit/answer-rpc.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { unauthorized } from "../../../lib/errors.ts";

export const TOKEN = "lb_example";

export interface RpcAnswer {
  jsonrpc: string;
  id: unknown;
  result?: unknown;
  error?: { code: number; message: string; data: string };
}

/** Lets one token in, for the portal of the context. */
export function openApi(ctx: PortalCtx) {
  const readings: Reading[] = [];
  const counted: string[] = [];
  const access: Access = {
    prove: (token) => {
      if (token !== TOKEN) return Promise.reject(unauthorized("unknown"));
      counted.push("7");
      const portal = { key: "example", origin: "https://example.bitrix24.com" };
      return Promise.resolve({ ctx, tokenId: "7", name: "example", portal });
    },
    countFurther: () => {
      counted.push("further");
    },
    note: (_, reading) => {
      readings.push(reading);
    },
  };
  const send = async (
    text: string,
    header: string | null = `Bearer ${TOKEN}`,
    signal?: AbortSignal,
  ) => {
    const body = openBody(text);
    if (typeof body === "string") return body;
    let answer = "";
    for await (const piece of answerRpc(ctx, { body, header, access, signal })) answer += piece;
    return answer;
  };
  const call = async (params: unknown): Promise<RpcAnswer> => {
    const request = { jsonrpc: "2.0", id: 1, method: "auditlog.get", params };
    return JSON.parse(await send(JSON.stringify(request))) as RpcAnswer;
  };
  return { send, call, readings, counted, access };
}
