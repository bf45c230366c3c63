import { openRoute } from "../../../lib/http/index.ts";
import { docsPage } from "../../../lib/openapi/index.ts";

export const GET = openRoute(async () => Promise.resolve(docsPage()));
