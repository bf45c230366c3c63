export { activityDoor } from "./activity-door.ts";
export { entriesDoor } from "./entries-door.ts";
export { eventDoor } from "./event-door.ts";
export { rpcDoor } from "./rpc-door.ts";
