import { adminRoute } from "../../../../../../lib/http/index.ts";
import { rotateConnection } from "../../../../../../lib/steps/index.ts";

export const POST = adminRoute<{ id: string }>(async (ctx, { params }) =>
  rotateConnection(ctx, params),
);
