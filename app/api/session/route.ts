import { sessionRoute } from "../../../lib/http/index.ts";

export const POST = sessionRoute;
