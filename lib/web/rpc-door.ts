import { answerCalls } from "../audit/index.ts";
import { rpcRoute } from "../http/index.ts";

/** `auditlog.get` and what its clients call besides, by JSON-RPC. */
export const rpcDoor = rpcRoute(answerCalls);
