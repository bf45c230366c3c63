import { keptDoorRoute } from "../http/index.ts";
import { EventForm, parseForm, receiveEvent } from "../portals/index.ts";
import { noteRefusedCall } from "./note-refused-call.ts";

/** The door for lifecycle events, in their order. A forged event gets a true one's answer. */
export const eventDoor = keptDoorRoute<EventForm, Record<string, never>>({
  name: "event",
  together: 1,
  schema: EventForm,
  handle: async (ctx, { form, refuse }) => {
    const received = await receiveEvent(ctx, form);
    if (!received.isAccepted) await refuse(received.error);
    return new Response(null, { status: 200 });
  },
  onRefused: async (ctx, { body, error }) => {
    const { event } = parseForm(body);
    const eventName = typeof event === "string" && event !== "" ? event.toUpperCase() : "unknown";
    await noteRefusedCall(ctx, { body, error, eventName, webhookId: "/b24/event" });
  },
});
