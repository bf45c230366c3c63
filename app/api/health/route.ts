import { getHealth } from "../../../lib/health/index.ts";
import { browserRoute, isOperator } from "../../../lib/http/index.ts";

const NEEDED = new Set(["database", "worker"]);

// 200 while web, database and worker are up; what waits too long makes it "degraded", told to operators.
export const GET = browserRoute(async (ctx, request) => {
  const isWebOnly = new URL(request.url).searchParams.get("part") === "web";
  const health = await getHealth(ctx, { part: isWebOnly ? "web" : "all" });
  const isUp = health.checks.every((check) => check.isOk || !NEEDED.has(check.name));
  const status = isUp ? health.status : "down";
  const body = isOperator(request) ? { status, checks: health.checks } : { status };
  return Response.json(body, {
    status: isUp ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
