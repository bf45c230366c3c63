import { listEntries } from "../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx, { url, accessToken }) =>
  listEntries(ctx, {
    ...Object.fromEntries(url.searchParams),
    userId: url.searchParams.get("user") ?? undefined,
    types: url.searchParams.get("type")?.split(","),
    as: { accessToken },
  }),
);
