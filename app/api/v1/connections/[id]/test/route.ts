import { adminRoute } from "../../../../../../lib/http/index.ts";
import { testConnection } from "../../../../../../lib/steps/index.ts";

/** Sends a signed message that asks for nothing. */
export const POST = adminRoute<{ id: string }>(async (ctx, { params }) =>
  testConnection(ctx, params),
);
