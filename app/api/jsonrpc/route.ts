import { rpcOptions } from "../../../lib/http/index.ts";
import { rpcDoor } from "../../../lib/web/index.ts";

export const POST = rpcDoor;
export const OPTIONS = rpcOptions;
