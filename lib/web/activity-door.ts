import { count } from "../counts.ts";
import { keptDoorRoute } from "../http/index.ts";
import { log } from "../log.ts";
import { ActivityForm, authenticateCall, portalCtx } from "../portals/index.ts";
import { startStep } from "../steps/index.ts";
import { noteRefusedCall } from "./note-refused-call.ts";

/** The door that a process calls when it reaches one of our steps. A forged call gets a true one's answer. */
export const activityDoor = keptDoorRoute<ActivityForm, { code: string }>({
  name: "activity",
  together: 32,
  schema: ActivityForm,
  handle: async (ctx, { form, params, refuse }) => {
    const portal = await authenticateCall(ctx, {
      memberId: form.auth.member_id,
      applicationToken: form.auth.application_token,
    });
    if (portal === null) {
      count("calls_refused_total", { door: "activity" });
      log("warn", "step.call_refused", { requestId: ctx.requestId, step: params.code });
      await refuse();
    } else {
      await startStep(portalCtx(ctx, portal.id), { code: params.code, call: form });
    }
    return new Response(null, { status: 200 });
  },
  onRefused: async (ctx, { body, params, error }) => {
    const { code } = params;
    const webhookId = `/b24/activity/${code}`;
    await noteRefusedCall(ctx, { body, error, eventName: code, webhookId });
  },
});
