import { listEntries, readArchiveInstead, readArchivePage } from "../../../../lib/archive/index.ts";
import { logRoute } from "../../../../lib/http/index.ts";

const door = { method: "entries", rows: (page: { items: unknown[] }) => page.items.length };

export const GET = logRoute(door, async (ctx, { url, accessToken }) => {
  const query = Object.fromEntries(url.searchParams);
  if (query.source !== "portal") return readArchivePage(ctx, query);
  if (accessToken === null) return readArchiveInstead(ctx, query);
  return listEntries(ctx, {
    ...query,
    userId: query.user,
    types: query.type?.split(","),
    as: { accessToken },
  });
});
