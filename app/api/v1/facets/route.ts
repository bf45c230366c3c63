import { facetEntries } from "../../../../lib/archive/index.ts";
import { logRoute } from "../../../../lib/http/index.ts";

export const GET = logRoute({ method: "facets" }, async (ctx, { url }) => {
  const { tz: zone, fields = "", limit, find, q, from, to } = Object.fromEntries(url.searchParams);
  const names = fields.split(",").filter((name) => name !== "");
  return facetEntries(ctx, { q, from, to, zone, limit, find, fields: names });
});
