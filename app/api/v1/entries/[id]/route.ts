import { getEntry, readArchivedEntry } from "../../../../../lib/archive/index.ts";
import { logRoute } from "../../../../../lib/http/index.ts";

const door = { method: "entries.get", rows: () => 1 };

/** Readers and tokens get what the archive has under the number, whatever source they name. */
export const GET = logRoute<{ id: string }>(door, async (ctx, call) => {
  const { url, params, portal, accessToken, asked } = call;
  const { id } = params;
  asked({ id, ...Object.fromEntries(url.searchParams) });
  if (accessToken !== null && url.searchParams.get("source") === "portal")
    return getEntry(ctx, { id, as: { accessToken } });
  return readArchivedEntry(ctx, { id, portalOrigin: portal.origin });
});
