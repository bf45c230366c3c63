import { getEntry, readArchivedEntry } from "../../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { url, params, portal, accessToken }) => {
  const { id } = params;
  if (url.searchParams.get("source") === "portal")
    return getEntry(ctx, { id, as: { accessToken } });
  return readArchivedEntry(ctx, { id, portalOrigin: portal.origin });
});
