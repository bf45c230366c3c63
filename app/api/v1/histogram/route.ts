import { histogramEntries } from "../../../../lib/archive/index.ts";
import { logRoute } from "../../../../lib/http/index.ts";

export const GET = logRoute({ method: "histogram" }, async (ctx, { url }) => {
  const { tz: zone, bars: maxBars, q, from, to } = Object.fromEntries(url.searchParams);
  return histogramEntries(ctx, { q, from, to, zone, maxBars });
});
