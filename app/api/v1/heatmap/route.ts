import { readHeatMap } from "../../../../lib/archive/index.ts";
import { logRoute } from "../../../../lib/http/index.ts";

export const GET = logRoute({ method: "heatmap" }, async (ctx, { url }) => {
  const { tz: zone, q, from, to } = Object.fromEntries(url.searchParams);
  return readHeatMap(ctx, { q, from, to, zone });
});
