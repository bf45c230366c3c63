import { browserRoute, startOauth } from "../../../../lib/http/index.ts";

export const GET = browserRoute(startOauth);
