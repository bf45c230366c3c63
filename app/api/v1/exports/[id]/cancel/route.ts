import { cancelExport } from "../../../../../../lib/exports/index.ts";
import { adminRoute } from "../../../../../../lib/http/index.ts";

export const POST = adminRoute<{ id: string }>(async (ctx, { params }) =>
  cancelExport(ctx, params),
);
