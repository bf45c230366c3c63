import { doorAlive } from "../../../lib/http/index.ts";
import { eventDoor } from "../../../lib/web/index.ts";

export const POST = eventDoor;
export const GET = doorAlive;
export const HEAD = doorAlive;
