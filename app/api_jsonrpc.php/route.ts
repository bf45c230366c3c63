export { OPTIONS, POST } from "../api/jsonrpc/route.ts";

export const dynamic = "force-dynamic";
