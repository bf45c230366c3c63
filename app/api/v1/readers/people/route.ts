import { findPeople } from "../../../../../lib/access/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

/** Whom one could name as a reader. */
export const GET = adminRoute(async (ctx, { url }) =>
  findPeople(ctx, { find: url.searchParams.get("find") ?? "" }),
);
