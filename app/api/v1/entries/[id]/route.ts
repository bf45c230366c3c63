import { getEntry, readArchivedEntry, withEntryFields } from "../../../../../lib/archive/index.ts";
import { logRoute } from "../../../../../lib/http/index.ts";

const door = { method: "entries.get", rows: () => 1 };

/** Readers and tokens get what the archive has under the number, whatever source they name. */
export const GET = logRoute<{ id: string }>(door, async (ctx, call) => {
  const { url, params, portal, accessToken, asked } = call;
  const { id } = params;
  asked({ id, ...Object.fromEntries(url.searchParams) });
  const fields = url.searchParams.get("fields") ?? undefined;
  const isLive = accessToken !== null && url.searchParams.get("source") === "portal";
  const detail = isLive
    ? await getEntry(ctx, { id, fields, as: { accessToken } })
    : await readArchivedEntry(ctx, { id, portalOrigin: portal.origin });
  return withEntryFields(detail, { fields });
});
