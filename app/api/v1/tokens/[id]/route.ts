import { revokeToken } from "../../../../../lib/access/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

export const DELETE = adminRoute<{ id: string }>(async (ctx, { params }) =>
  revokeToken(ctx, params),
);
