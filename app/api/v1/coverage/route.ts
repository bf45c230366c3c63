import { getCoverage, loadCoverage, LoadCoverageInput } from "../../../../lib/archive/index.ts";
import { logRoute, readerRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = logRoute({ method: "coverage" }, async (ctx) => getCoverage(ctx));

export const POST = readerRoute(async (ctx, { request }) =>
  loadCoverage(ctx, await readJson(request, LoadCoverageInput)),
);
