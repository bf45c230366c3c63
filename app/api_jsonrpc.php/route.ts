export { OPTIONS, POST } from "../api/jsonrpc/route.ts";
