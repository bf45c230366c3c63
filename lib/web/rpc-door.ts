import { answerCalls } from "../audit/index.ts";
import { rpcDoor, rpcRoute } from "../http/index.ts";

/** `auditlog.get` and what its clients call besides, by JSON-RPC. */
export const callsDoor = rpcDoor(answerCalls);
export const answerRpcRoute = rpcRoute(answerCalls);
