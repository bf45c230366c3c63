import { doorAlive } from "../../../../lib/http/index.ts";
import { activityDoor } from "../../../../lib/web/index.ts";

export const POST = activityDoor;
export const GET = doorAlive;
export const HEAD = doorAlive;
