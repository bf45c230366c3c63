export { getEvent } from "./get-event.ts";
export { insertEvents } from "./insert-events.ts";
export { keepEvents } from "./keep-events.ts";
export { listEvents, ListEventsInput } from "./list-events.ts";
export { noteEvent, noteEvents, toArrivalFacts } from "./note-event.ts";
export type { NoteEventInput } from "./note-event.ts";
export { noteRefusal } from "./note-refusal.ts";
