import { answerCalls } from "../audit/index.ts";
import { rpcDoor as openRpcDoor, rpcRoute } from "../http/index.ts";

/** `auditlog.get` and what its clients call besides, by JSON-RPC. */
export const rpcDoor = openRpcDoor(answerCalls);
export const answerRpcRoute = rpcRoute(answerCalls);
