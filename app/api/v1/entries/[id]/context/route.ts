import { readEntryContext } from "../../../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../../../lib/http/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { url, params }) =>
  readEntryContext(ctx, { ...Object.fromEntries(url.searchParams), id: params.id }),
);
