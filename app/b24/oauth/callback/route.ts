import { browserRoute, finishOauth } from "../../../../lib/http/index.ts";

export const GET = browserRoute(finishOauth);
export const HEAD = (): Response => new Response(null, { status: 204 });
