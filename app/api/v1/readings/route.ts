import { listReadings } from "../../../../lib/access/index.ts";
import { adminRoute } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  listReadings(ctx, Object.fromEntries(url.searchParams)),
);
