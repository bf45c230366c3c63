import { getHealth } from "../../../lib/health/index.ts";
import { browserRoute, isOperator } from "../../../lib/http/index.ts";

const NEEDED = new Set(["database", "worker"]);
const HEADERS = { "cache-control": "no-store" };

// `part=web` asks this process alone, for balancers: it takes calls also while the database is away.
export async function GET(request: Request): Promise<Response> {
  const isWebOnly = new URL(request.url).searchParams.get("part") === "web";
  return isWebOnly ? Response.json({ status: "ok" }, { headers: HEADERS }) : wholeHealth(request);
}

// 200 while web, database and worker are up; what waits too long makes it "degraded", told to operators.
const wholeHealth = browserRoute(async (ctx, request) => {
  const health = await getHealth(ctx);
  const isUp = health.checks.every((check) => check.isOk || !NEEDED.has(check.name));
  const status = isUp ? health.status : "down";
  const body = isOperator(request) ? { status, checks: health.checks } : { status };
  return Response.json(body, { status: isUp ? 200 : 503, headers: HEADERS });
});
