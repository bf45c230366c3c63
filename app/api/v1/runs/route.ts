import { adminRoute } from "../../../../lib/http/index.ts";
import { listRuns } from "../../../../lib/runs/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  listRuns(ctx, Object.fromEntries(url.searchParams)),
);
