import { rpcOptions } from "../../../lib/http/index.ts";
import { answerRpcRoute } from "../../../lib/web/index.ts";

export const POST = answerRpcRoute;
export const OPTIONS = rpcOptions;
