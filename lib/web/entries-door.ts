import {
  listEntries,
  readArchiveInstead,
  readArchivePage,
  readFields,
  withFields,
} from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { logDoor } from "../http/index.ts";

export const ENTRIES = {
  method: "entries",
  rows: (page: { items: unknown[] }) => page.items.length,
};

/** A page of entries, out of the archive or from the portal itself. */
export async function readEntries(
  ctx: PortalCtx,
  { url, accessToken }: { url: URL; accessToken: string | null },
) {
  const { fields, ...query } = Object.fromEntries(url.searchParams);
  if (fields !== undefined) readFields(fields);
  if (query.source !== "portal") return withFields(await readArchivePage(ctx, query), { fields });
  if (accessToken === null) return withFields(await readArchiveInstead(ctx, query), { fields });
  const page = await listEntries(ctx, {
    ...query,
    userId: query.user,
    types: query.type?.split(","),
    as: { accessToken },
  });
  return withFields(page, { fields });
}

export const entriesDoor = logDoor(ENTRIES, readEntries);
