import { readLivePage } from "../../../../lib/archive/index.ts";
import { logRoute } from "../../../../lib/http/index.ts";

const door = { method: "live", rows: (page: { items: unknown[] }) => page.items.length };

export const GET = logRoute(door, async (ctx, { url }) =>
  readLivePage(ctx, Object.fromEntries(url.searchParams)),
);
