import { logRoute } from "../../../../lib/http/index.ts";
import { listRuns } from "../../../../lib/runs/index.ts";

const door = {
  method: "runs",
  scope: "runs:read",
  records: "tokens",
  rows: (page: { items: unknown[] }) => page.items.length,
} as const;

export const GET = logRoute(door, async (ctx, { url }) =>
  listRuns(ctx, Object.fromEntries(url.searchParams)),
);
