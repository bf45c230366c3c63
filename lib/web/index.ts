export { activityDoor } from "./activity-door.ts";
export { ENTRIES, readEntries } from "./entries-door.ts";
export { eventDoor } from "./event-door.ts";
export { answerRpcRoute } from "./rpc-door.ts";
