import { adminRoute } from "../../../../../../lib/http/index.ts";
import { cancelRun } from "../../../../../../lib/runs/index.ts";

export const POST = adminRoute<{ id: string }>(async (ctx, { params }) =>
  cancelRun(ctx, { runId: params.id }),
);
