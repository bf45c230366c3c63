import { adminRoute } from "../../../../lib/http/index.ts";
import { listCalls } from "../../../../lib/portals/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  listCalls(ctx, Object.fromEntries(url.searchParams)),
);
