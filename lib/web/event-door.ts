import { keptDoorRoute } from "../http/index.ts";
import { EventForm, receiveEvent } from "../portals/index.ts";

/** The door for lifecycle events, in their order. A forged event gets a true one's answer. */
export const eventDoor = keptDoorRoute<EventForm, Record<string, never>>({
  name: "event",
  together: 1,
  schema: EventForm,
  handle: async (ctx, { form }) => {
    await receiveEvent(ctx, form);
    return new Response(null, { status: 200 });
  },
});
