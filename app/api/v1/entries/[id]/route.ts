import { getEntry } from "../../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { params, accessToken }) =>
  getEntry(ctx, { id: params.id, as: { accessToken } }),
);
