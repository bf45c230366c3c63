import { openRoute } from "../../../../lib/http/index.ts";
import { apiDocument } from "../../../../lib/openapi/index.ts";

export const GET = openRoute(async () => Promise.resolve(Response.json(apiDocument())));
