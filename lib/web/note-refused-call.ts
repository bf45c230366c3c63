import { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { noteRefusal } from "../events/index.ts";
import {
  authenticateCall,
  findPortalByMember,
  maskInput,
  parseForm,
  portalCtx,
} from "../portals/index.ts";

const text = z.string().max(1_024).catch("");
const Named = z
  .object({ member_id: text, application_token: text })
  .catch({ member_id: "", application_token: "" });

export interface RefusedCall {
  /** As it was posted; it need not be a form of ours. */
  body: string;
  eventName: string;
  webhookId: string;
  /** Why it was refused; null when its token was. */
  error: unknown;
}

/** Records a refused call in the log of the portal that it names; a call that names none is only counted. */
export async function noteRefusedCall(ctx: Ctx, call: RefusedCall): Promise<void> {
  const { body, eventName, webhookId, error } = call;
  const form = parseForm(body);
  const { member_id: memberId, application_token: applicationToken } = Named.parse(form["auth"]);
  const proven = await authenticateCall(ctx, { memberId, applicationToken });
  const portal = proven ?? (await findPortalByMember(ctx, memberId));
  if (portal === null || portal.state === "removed") return;
  const scoped = portalCtx(ctx, portal.id);
  const record = { eventName, webhookId, input: await maskInput(scoped, form) };
  await (proven === null
    ? noteRefusal(scoped, {
        ...record,
        status: "INVALID_TOKEN",
        message: "The call does not carry the portal's application token.",
        errors: ["auth.application_token: is not the portal's"],
      })
    : noteRefusal(scoped, { ...record, status: "INVALID_REQUEST", ...textsOf(error) }));
}

function textsOf(error: unknown): { message: string; errors: string[] } {
  if (!isAppError(error)) return { message: "The call was refused.", errors: [] };
  const errors = error.details.map(({ at, message }) => (at ? `${at}: ${message}` : message));
  return { message: error.message, errors };
}
