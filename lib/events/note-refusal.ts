import { count } from "../counts.ts";
import type { PortalCtx } from "../ctx.ts";
import { noteEvent, toArrivalFacts, type NoteEventInput } from "./note-event.ts";
import { takeRefusal } from "./refusal-quota.ts";
import type { EventStatus } from "./shared.ts";

type RefusalFacts = Omit<
  NoteEventInput,
  "thing" | "startedAt" | "responseMs" | "warnings" | "status"
>;

interface Refusal {
  status: EventStatus;
  /** The call carried the portal's application token. */
  isProven: boolean;
  /** What to record of it; asked only for a call that is recorded. */
  describe(): Promise<RefusalFacts>;
}

/** Records a call that was refused or has no effect; of a flood only a part, with the number of the others. */
export async function noteRefusal(ctx: PortalCtx, refusal: Refusal): Promise<void> {
  const { status, isProven, describe } = refusal;
  const taken = takeRefusal({ portalId: ctx.portalId, isProven });
  if (taken === null) {
    count("events_left_out_total", { status });
    return;
  }
  const facts = await describe();
  const { warnings, ...arrival } = toArrivalFacts(ctx);
  const others =
    taken.leftOut === 0 ? [] : [`${taken.leftOut} more refused calls were not recorded before it.`];
  await noteEvent(ctx, {
    ...facts,
    ...arrival,
    status,
    thing: ctx.requestId,
    warnings: [...warnings, ...others],
  });
}
