import { readLivePage } from "../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  readLivePage(ctx, Object.fromEntries(url.searchParams)),
);
