import { adminRoute } from "../../../../../lib/http/index.ts";
import { getCall } from "../../../../../lib/portals/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { params }) =>
  getCall(ctx, { id: params.id }),
);
