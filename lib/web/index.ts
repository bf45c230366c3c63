export { activityDoor } from "./activity-door.ts";
export { eventDoor } from "./event-door.ts";
