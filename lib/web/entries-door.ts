import {
  listEntries,
  readArchiveInstead,
  readArchivePage,
  readFields,
  withFields,
  writeArchivePage,
} from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { logDoor } from "../http/index.ts";

/** A page as it leaves. */
interface Written {
  rows: number;
  json: string;
}

export const ENTRIES = {
  method: "entries",
  rows: ({ rows }: Written) => rows,
  write: ({ json }: Written) => json,
};

/** A page of entries, out of the archive or from the portal itself. */
export async function readEntries(
  ctx: PortalCtx,
  { url, accessToken }: { url: URL; accessToken: string | null },
): Promise<Written> {
  const { fields, ...query } = Object.fromEntries(url.searchParams);
  if (fields !== undefined) readFields(fields);
  if (query.source !== "portal") {
    if ((fields ?? "") === "") return writeArchivePage(ctx, query);
    return written(withFields(await readArchivePage(ctx, query), { fields }));
  }
  if (accessToken === null) {
    return written(withFields(await readArchiveInstead(ctx, query), { fields }));
  }
  const page = await listEntries(ctx, {
    ...query,
    userId: query.user,
    types: query.type?.split(","),
    as: { accessToken },
  });
  return written(withFields(page, { fields }));
}

function written(page: { items: unknown[] }): Written {
  return { rows: page.items.length, json: JSON.stringify(page) };
}

export const entriesDoor = logDoor(ENTRIES, readEntries);
