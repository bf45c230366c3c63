import { answerCalls } from "../../../lib/audit/index.ts";
import { rpcOptions, rpcRoute } from "../../../lib/http/index.ts";

export const POST = rpcRoute(answerCalls);
export const OPTIONS = rpcOptions;
