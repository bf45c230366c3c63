import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { notFound } from "../errors.ts";
import { commandsOf, toCallView } from "./call-view.ts";
import type { CallDetail } from "./shared.ts";

const CallId = z.string().regex(/^\d{1,18}$/);

/** One call with its masked request and answer. */
export async function getCall(ctx: PortalCtx, input: { id: string }): Promise<CallDetail> {
  const id = CallId.safeParse(input.id);
  if (!id.success) throw notFound("call", input.id.slice(0, 40));
  const row = await ctx.db.restCall.findFirst({
    where: { id: BigInt(id.data), portalId: ctx.portalId },
  });
  if (row === null) throw notFound("call", id.data);
  return {
    call: toCallView(row),
    requestId: row.requestId,
    message: row.message,
    commands: commandsOf(row),
    request: row.request,
    response: row.response,
    isRequestCut: row.isRequestCut,
    isResponseCut: row.isResponseCut,
  };
}
