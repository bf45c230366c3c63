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

type Form = ReturnType<typeof parseForm>;

export interface RefusedCall {
  /** As it was posted; it need not be a form of ours. */
  body: string;
  eventName: string | ((form: Form) => string);
  webhookId: string;
  /** Why it was refused; null when its token was. */
  error: unknown;
}

/** Records a refused call in the log of the portal that it names; a call that names none is only counted. */
export async function noteRefusedCall(ctx: Ctx, call: RefusedCall): Promise<void> {
  const { body, eventName, webhookId, error } = call;
  // Two fields are enough to find the portal: the whole is read only when it is to be recorded.
  const fields = new URLSearchParams(body);
  const memberId = fields.get("auth[member_id]") ?? "";
  if (!/^[A-Za-z0-9]{8,64}$/.test(memberId)) return;
  const applicationToken = fields.get("auth[application_token]") ?? "";
  const proven = await authenticateCall(ctx, { memberId, applicationToken });
  const portal = proven ?? (await findPortalByMember(ctx, memberId));
  if (portal === null || portal.state === "removed") return;
  const scoped = portalCtx(ctx, portal.id);
  const isProven = proven !== null;
  await noteRefusal(scoped, {
    status: isProven ? "INVALID_REQUEST" : "INVALID_TOKEN",
    isProven,
    describe: async () => {
      const form = parseForm(body);
      return {
        eventName: typeof eventName === "string" ? eventName : eventName(form),
        webhookId,
        input: await maskInput(scoped, form),
        ...(isProven ? textsOf(error) : WRONG_TOKEN),
      };
    },
  });
}

const WRONG_TOKEN = {
  message: "The call does not carry the portal's application token.",
  errors: ["auth.application_token: is not the portal's"],
};

function textsOf(error: unknown): { message: string; errors: string[] } {
  if (!isAppError(error)) return { message: "The call was refused.", errors: [] };
  const errors = error.details.map(({ at, message }) => (at ? `${at}: ${message}` : message));
  return { message: error.message, errors };
}
