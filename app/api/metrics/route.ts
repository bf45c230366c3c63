import { getMetrics } from "../../../lib/health/index.ts";
import { browserRoute, isOperator } from "../../../lib/http/index.ts";

export const GET = browserRoute(async (ctx, request) => {
  if (!isOperator(request)) return new Response(null, { status: 404 });
  return new Response(await getMetrics(ctx), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
});
