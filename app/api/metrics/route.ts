import { getMetrics } from "../../../lib/health/index.ts";
import { browserRoute, isOperator, spoolState } from "../../../lib/http/index.ts";
import { callLogStats } from "../../../lib/portals/index.ts";

export const GET = browserRoute(async (ctx, request) => {
  if (!isOperator(request)) return new Response(null, { status: 404 });
  const own = { spoolBytes: spoolState().bytes, restLogWaiting: callLogStats().waiting };
  return new Response(await getMetrics(ctx, own), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
});
