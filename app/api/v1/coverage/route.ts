import { getCoverage, loadCoverage, LoadCoverageInput } from "../../../../lib/archive/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx) => getCoverage(ctx));

export const POST = adminRoute(async (ctx, { request }) =>
  loadCoverage(ctx, await readJson(request, LoadCoverageInput)),
);
