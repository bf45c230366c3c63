import { adminRoute } from "../../../../../lib/http/index.ts";
import { getRun } from "../../../../../lib/runs/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { params }) =>
  getRun(ctx, { runId: params.id }),
);
