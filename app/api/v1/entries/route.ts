import { listEntries, readArchivePage } from "../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx, { url, accessToken }) => {
  const query = Object.fromEntries(url.searchParams);
  if (query.source !== "portal") return readArchivePage(ctx, query);
  return listEntries(ctx, {
    ...query,
    userId: query.user,
    types: query.type?.split(","),
    as: { accessToken },
  });
});
