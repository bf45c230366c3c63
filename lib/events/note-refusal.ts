import { count } from "../counts.ts";
import type { PortalCtx } from "../ctx.ts";
import { noteEvent, toArrivalFacts, type NoteEventInput } from "./note-event.ts";
import { takeRefusal } from "./refusal-quota.ts";

type Refusal = Omit<NoteEventInput, "thing" | "startedAt" | "responseMs" | "warnings">;

/** Records a call that was refused or has no effect; of a flood only a part, with the number of the others. */
export async function noteRefusal(ctx: PortalCtx, refusal: Refusal): Promise<void> {
  const taken = takeRefusal(ctx.portalId);
  if (taken === null) {
    count("events_left_out_total", { status: refusal.status });
    return;
  }
  const { warnings, ...arrival } = toArrivalFacts(ctx);
  const others =
    taken.leftOut === 0 ? [] : [`${taken.leftOut} more refused calls were not recorded before it.`];
  await noteEvent(ctx, {
    ...refusal,
    ...arrival,
    thing: ctx.requestId,
    warnings: [...warnings, ...others],
  });
}
