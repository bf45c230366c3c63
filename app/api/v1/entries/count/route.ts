import { countEntries } from "../../../../../lib/archive/index.ts";
import { logRoute } from "../../../../../lib/http/index.ts";

export const GET = logRoute({ method: "entries.count" }, async (ctx, { url }) => {
  const { tz: zone, q, from, to } = Object.fromEntries(url.searchParams);
  return countEntries(ctx, { q, from, to, zone });
});
