import { openRoute } from "../../../../lib/http/index.ts";
import { apiText } from "../../../../lib/openapi/index.ts";

const headers = { "content-type": "application/json" };

export const GET = openRoute(async () => Promise.resolve(new Response(apiText(), { headers })));
