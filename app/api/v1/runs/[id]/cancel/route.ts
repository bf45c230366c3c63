import { adminRoute } from "../../../../../../lib/http/index.ts";
import { cancelRun } from "../../../../../../lib/runs/index.ts";
import { findJobView } from "../../../../../../lib/steps/index.ts";

export const POST = adminRoute<{ id: string }>(async (ctx, { params }) => {
  const detail = await cancelRun(ctx, { runId: params.id });
  return { ...detail, job: await findJobView(ctx, { runId: detail.run.id }) };
});
