import { keptDoorRoute } from "../http/index.ts";
import { EventForm, type parseForm, receiveEvent } from "../portals/index.ts";
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
    await noteRefusedCall(ctx, { body, error, eventName: nameOf, webhookId: "/b24/event" });
  },
});

function nameOf({ event }: ReturnType<typeof parseForm>): string {
  return typeof event === "string" && event !== "" ? event.toUpperCase() : "unknown";
}
